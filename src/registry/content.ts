import { createHash } from 'node:crypto';
import type { ProbeManifest } from '../model/probe.ts';
import type { Answer, Send } from './answer.ts';
import { askContent, type ContentQuestion, digestForm, isThere, textOf } from './content-question.ts';
import { isWebPage, jsonBody } from './read-answer.ts';
import { readImage } from './read-image.ts';
import { readIndex } from './read-index.ts';

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The media type of an answer, without parameters; empty where it is of no such form. */
export function mediaTypeOf(answer: Answer): string {
  const [type = ''] = answer.header('content-type').split(';');
  return /^[\w.+-]{1,100}\/[\w.+-]{1,150}$/.test(type.trim()) ? type.trim().toLowerCase() : '';
}

/**
 * What a runtime does once a tag is resolved: it reads the manifest by its digest, then the manifest for its platform, or the config of an
 * image for one platform. Layers are asked for by HEAD alone, and only where that is wanted. A text in place of the manifest says what
 * was answered that is none.
 */
export async function readContent(question: ContentQuestion, send: Send): Promise<ProbeManifest | string> {
  const { answer, reference } = question;
  const named = answer.header('docker-content-digest').trim();
  const given = digestForm.test(reference) ? reference : digestForm.test(named) ? named : null;
  const type = mediaTypeOf(answer);
  const artifact = schema1.test(type) ? 'docker-schema-1' : null;
  const headers: ProbeManifest = { ...nothing, digest: given, mediaType: type || null, artifact };
  if (question.headersOnly) return headers;
  const read = await askContent(question, given ?? reference, send);
  if (read.kind === 'none') return headers;
  if (read.status === 404 && given !== null) return { ...headers, digestPresent: false };
  if (read.status !== 200) return headers;
  const bytes = read.cut ? null : sha256(read.body);
  const found = {
    ...headers,
    digest: given ?? bytes,
    // a registry that gives no digest: the runtime takes that of the bytes, and asks by it
    digestPresent: given !== null ? true : bytes === null ? null : await isThere(question, bytes, send),
    digestMatches: bytes === null || !given?.startsWith('sha256:') ? null : bytes === given,
  };
  const json = jsonBody(read);
  if (json === null && !read.cut)
    return `${read.url.host} answered with ${isWebPage(read) ? 'a web page' : 'bytes that are no manifest'}`;
  if (json === null) return found;
  const mediaType = textOf(json['mediaType']) || mediaTypeOf(read) || null;
  if (json['schemaVersion'] === 1) return { ...found, mediaType, artifact: 'docker-schema-1' };
  return Array.isArray(json['manifests'])
    ? { ...found, mediaType, ...(await readIndex(question, json['manifests'], send)) }
    : { ...found, mediaType, ...(await readImage(question, json, send)) };
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
