import type { Sealed } from '../model/sealed.ts';
import { askResource, longestManifest, manifestPath } from './ask-manifest.ts';
import type { Answer, Send } from './exchange.ts';

/** A JSON object that a registry sent: nothing of it is sure. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * A manifest that may be read, and what of it is wanted. `platforms`: `os/architecture` of the
 * nodes.
 */
export interface ContentQuestion {
  readonly registry: URL;
  readonly repository: string;
  readonly authorization: Sealed<string> | null;
  /** What the HEAD or GET of the tag or digest answered. */
  readonly answer: Answer;
  readonly reference: string;
  readonly platforms: readonly string[];
  /**
   * Docker Hub counts each manifest that is read as a pull: only the answer's headers are wanted.
   */
  readonly headersOnly: boolean;
  /** Each layer is asked for by HEAD. */
  readonly layers: boolean;
}

export const digestForm = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}$/i;

/** Asks for a manifest by its digest, or by the tag. */
export const askContent = (
  question: ContentQuestion,
  reference: string,
  send: Send,
  method: 'GET' | 'HEAD' = 'GET',
) =>
  askResource(
    {
      method,
      registry: question.registry,
      path: manifestPath(question.repository, reference),
      authorization: question.authorization,
      longest: longestManifest,
    },
    send,
  );

/**
 * Whether a manifest is there, by HEAD, or by GET where that is not allowed; null where that was
 * not told.
 */
export async function isThere(
  question: ContentQuestion,
  digest: string,
  send: Send,
): Promise<boolean | null> {
  let reply = await askContent(question, digest, send, 'HEAD');
  if (reply.kind === 'answer' && reply.status === 405) reply = await askContent(question, digest, send);
  if (reply.kind === 'none') return null;
  return reply.status === 200 ? true : reply.status === 404 ? false : null;
}

/** Asks for a blob: the config of an image, or whether a layer is there. */
export const askBlob = (
  { registry, repository, authorization }: ContentQuestion,
  digest: string,
  method: 'GET' | 'HEAD',
  send: Send,
  accept = '*/*',
) =>
  askResource(
    {
      method,
      registry,
      path: `/v2/${repository}/blobs/${digest}`,
      authorization,
      longest: longestManifest,
      accept,
    },
    send,
  );

/** `linux/arm/v7`; null for what names none, such as an attestation (`unknown/unknown`). */
export function platformOf({ os, architecture, variant }: Json): string | null {
  const parts = [os, architecture, variant].map(textOf);
  const [system = '', machine = '', version = ''] = parts;
  if (parts.some((part) => !/^[\w.-]{0,40}$/.test(part))) return null;
  if (system === '' || machine === '' || system === 'unknown' || machine === 'unknown') return null;
  return `${system}/${machine}${version === '' ? '' : `/${version}`}`;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
