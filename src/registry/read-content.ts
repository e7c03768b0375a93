import { createHash } from 'node:crypto';
import type { AttemptOutcome, ProbeAttempt, ProbeManifest } from '../model/probe.ts';
import { askContent, type ContentQuestion, digestForm, isThere, textOf } from './content-question.ts';
import type { Answer, Send } from './exchange.ts';
import { errorOf, isWebPage, jsonBody } from './read-answer.ts';
import { readImage } from './read-image.ts';
import { readIndex } from './read-index.ts';

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The media type of an answer, without parameters; empty where it is of no such form. */
export function mediaTypeOf(answer: Answer): string {
  const [type = ''] = answer.header('content-type').split(';');
  return /^[\w.+-]{1,100}\/[\w.+-]{1,150}$/.test(type.trim()) ? type.trim().toLowerCase() : '';
}

/** What was read of a manifest, or what came in place of it. */
export type Content =
  | { readonly manifest: ProbeManifest }
  | { readonly unread: Pick<ProbeAttempt, 'outcome' | 'status' | 'error' | 'says'> };

/**
 * What a runtime does once a tag is resolved: it reads the manifest by its digest, then the
 * manifest for its platform, or the config of an image for one platform. Layers are asked for by
 * HEAD alone, and only where that is wanted. `unread` says what was answered that is no manifest,
 * or that it is refused: the runtime does not get it either.
 */
export async function readContent(question: ContentQuestion, send: Send): Promise<Content> {
  const { answer, reference } = question;
  const named = answer.header('docker-content-digest').trim();
  const given = digestForm.test(reference) ? reference : digestForm.test(named) ? named : null;
  const type = mediaTypeOf(answer);
  const artifact = schema1.test(type) ? 'docker-schema-1' : null;
  const headers: ProbeManifest = { ...nothing, digest: given, mediaType: type || null, artifact };
  if (question.headersOnly) return { manifest: headers };
  const read = await askContent(question, given ?? reference, send);
  if (read.kind === 'none') return { manifest: headers };
  if (read.status === 404 && given !== null) return { manifest: { ...headers, digestPresent: false } };
  if (read.status !== 200) return { unread: refusal(read, answer) };
  const bytes = read.cut ? null : sha256(read.body);
  const found = {
    ...headers,
    digest: given ?? bytes,
    // a registry that gives no digest: the runtime takes that of the bytes, and asks by it
    digestPresent: given !== null ? true : bytes === null ? null : await isThere(question, bytes, send),
    digestMatches: bytes === null || !given?.startsWith('sha256:') ? null : bytes === given,
  };
  const json = jsonBody(read);
  if (json === null && !read.cut) {
    const says = `${read.url.host} answered with ${isWebPage(read) ? 'a web page' : 'bytes that are no manifest'}`;
    return { unread: { outcome: 'failed', status: read.status, error: null, says } };
  }
  if (json === null) return { manifest: found };
  const mediaType = textOf(json['mediaType']) || mediaTypeOf(read) || null;
  if (json['schemaVersion'] === 1) return { manifest: { ...found, mediaType, artifact: 'docker-schema-1' } };
  const inside = Array.isArray(json['manifests'])
    ? await readIndex(question, json['manifests'], send)
    : await readImage(question, json, send);
  return { manifest: { ...found, mediaType, ...inside } };
}

/**
 * A registry that answers for a tag, and refuses the manifest itself: a policy for downloads, a
 * limit, a store that is down.
 */
function refusal(read: Answer, tag: Answer) {
  const { status } = read;
  const says = `${tag.url.host} answered ${tag.status} for the tag, and ${read.url.host} ${status} for its manifest`;
  return { outcome: refusedWith(status), status, error: errorOf(read), says };
}

function refusedWith(status: number): AttemptOutcome {
  if (status === 429) return 'rate-limited';
  if (status >= 500 || status === 408) return 'unavailable';
  return status >= 400 && status !== 404 ? 'forbidden' : 'failed';
}

const schema1 = /\bdocker\.distribution\.manifest\.v1\b/;

const nothing: ProbeManifest = {
  digest: null,
  mediaType: null,
  platforms: [],
  childPresent: null,
  childrenGone: [],
  digestPresent: null,
  digestMatches: null,
  configPresent: null,
  layersGone: null,
  artifact: null,
  bytes: null,
};
