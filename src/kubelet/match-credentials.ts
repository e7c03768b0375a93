import type { SecretReference } from '../model/evidence.ts';
import { found } from '../model/observed.ts';
import type { AuthEntry, SecretReading } from '../model/pull-secret.ts';
import { seal } from '../model/sealed.ts';
import type { ParsedReference, Simulation, Trial } from '../model/simulation.ts';
import { decodeBase64 } from './go/go-base64.ts';
import { decodeUtf8, encodeUtf8 } from './go/utf8.ts';
import { simulate } from './simulate.ts';

/** A Secret of the API in short: `data` maps keys to base64, as in the Secret. */
export interface PlainSecret {
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * `secrets` are the Pod's pull secrets in the order of `imagePullSecrets`; `nodeConfig` is a node's
 * config.json, as text or in base64.
 */
export interface MatchInput {
  readonly image: string;
  readonly secrets: readonly PlainSecret[];
  readonly nodeConfig?: string;
}

/** An auth entry without its credential. */
export type PlainEntry = Omit<AuthEntry, 'credential'>;

type PlainReading<R> = R extends { readonly entries: readonly AuthEntry[] }
  ? Omit<R, 'entries'> & { readonly entries: readonly PlainEntry[] }
  : R;

/** A credential that the kubelet would send: the n-th attempt, by which entry. */
export interface PlainOffer {
  readonly order: number;
  readonly source: 'secret' | 'node';
  readonly secret: string;
  readonly entry: string;
  readonly key: string;
  readonly username: string | null;
  readonly fallback: boolean;
}

export interface MatchResult {
  readonly kind: Simulation['kind'];
  readonly reference: ParsedReference;
  readonly offers: readonly PlainOffer[];
  readonly trials: readonly Trial[];
  readonly readings: readonly PlainReading<SecretReading>[];
}

const plainEntry = ({ credential: _, ...entry }: AuthEntry): PlainEntry => entry;

const plainReading = (reading: SecretReading): PlainReading<SecretReading> =>
  'entries' in reading ? { ...reading, entries: reading.entries.map(plainEntry) } : reading;

function reference({ name, type, data }: PlainSecret): SecretReference {
  const object = { namespace: '', name, type, keys: Object.keys(data), createdAt: null, changedAt: null };
  return { name, secret: found({ ...object, data: seal(data) }) };
}

function configText(nodeConfig: string): string {
  if (nodeConfig.trimStart().startsWith('{')) return nodeConfig;
  const decoded = decodeBase64(encodeUtf8(nodeConfig), true);
  return 'error' in decoded ? nodeConfig : decodeUtf8(decoded.bytes);
}

/**
 * Which credentials of these pull secrets the kubelet sends for an image, in which order, and for
 * every entry why it does or does not match. The result is plain data without passwords, fit for
 * JSON.
 */
export function matchCredentials({ image, secrets, nodeConfig }: MatchInput): MatchResult {
  const node = nodeConfig === undefined ? {} : { nodeConfig: seal(configText(nodeConfig)) };
  const simulation = simulate({ image, secrets: secrets.map(reference), ...node });
  return {
    kind: simulation.kind,
    reference: simulation.reference,
    offers: simulation.offers.map(({ order, source, secret, entry, key, fallback }) => ({
      order,
      source,
      secret,
      entry: entry.location,
      key,
      username: entry.username,
      fallback,
    })),
    trials: simulation.trials,
    readings: simulation.readings.map(plainReading),
  };
}
