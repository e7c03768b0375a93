import type { SecretReference } from './evidence.ts';
import type { AuthEntry, SecretReading, UsableSecret } from './pull-secret.ts';
import type { Sealed } from './sealed.ts';

/**
 * An image text that the kubelet can parse. `repository` is without the registry; `tag` is the
 * given or the implied one.
 */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
  /**
   * What the kubelet hands to the runtime: the text as written, `:latest` added where neither tag
   * nor digest is given.
   */
  readonly runtimeImage: string;
}

/**
 * Why an image text cannot be parsed. `message` is distribution/reference's wording, `position` the
 * index of the character at fault.
 */
export interface ReferenceProblem {
  readonly message: string;
  readonly position: number | null;
  readonly hint: string;
}

export type ParsedReference =
  | ({ readonly ok: true } & ImageReference)
  | ({ readonly ok: false } & ReferenceProblem);

/**
 * One entry against one image. `wanted` and `offered` are the differing part of image and entry.
 * `fallback`: used as Docker Hub's entry because nothing matched directly. `fallback-hidden`: it
 * would have been, but another entry matches directly.
 */
export interface Trial {
  readonly source: 'secret' | 'node';
  readonly secret: string;
  readonly entry: string;
  readonly key: string | null;
  readonly outcome:
    | 'match'
    | 'fallback'
    | 'fallback-hidden'
    | 'host-differs'
    | 'port-differs'
    | 'path-differs'
    | 'not-a-url';
  readonly wanted: string;
  readonly offered: string;
}

/** An auth entry and where it comes from; `secret` is empty for one of the node. */
export type FiledEntry = {
  readonly secret: string;
  readonly entry: AuthEntry;
} & (
  | { readonly source: 'secret'; readonly reading: UsableSecret }
  | { readonly source: 'node'; readonly reading: null }
);

/**
 * A credential that the kubelet sends. `order` counts from 1; offers with the same `tie` come in
 * random order (Go map iteration).
 */
export type Offer = FiledEntry & {
  readonly order: number;
  readonly tie: number | null;
  readonly key: string;
  readonly fallback: boolean;
};

/** An offer of one of the Pod's pull secrets. */
export type SecretOffer = Extract<Offer, { readonly source: 'secret' }>;

/** What the kubelet does for one image. */
export interface Simulation {
  readonly kind: 'offers' | 'anonymous' | 'undecodable' | 'no-attempt' | 'undetermined';
  readonly reference: ParsedReference;
  readonly readings: readonly SecretReading[];
  readonly trials: readonly Trial[];
  /** In the order tried. Where `kind` is `undetermined`, those that are known. */
  readonly offers: readonly Offer[];
}

/** Input of the simulation: one image and the pull secrets of its Pod, in order. */
export interface SimulationInput {
  readonly image: string;
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly secrets: readonly SecretReference[];
  /** A node-level docker config.json, decoded to text and sealed. */
  readonly nodeConfig?: Sealed<string>;
}
