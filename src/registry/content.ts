import { servesPlatform } from '../kubelet/image/platform.ts';
import type { ProbeManifest } from '../model/probe.ts';
import type { Sealed } from '../model/sealed.ts';
import { askResource, longestManifest, manifestPath } from './ask-manifest.ts';
import type { Send } from './question.ts';
import { jsonBody } from './read-answer.ts';
import { type Answer, sha256 } from './send.ts';

type Json = Readonly<Record<string, unknown>>;

/** A manifest that may be read, and what of it is wanted. `platforms`: `os/architecture` of the nodes. */
export interface ContentQuestion {
  readonly registry: URL;
  readonly repository: string;
  readonly authorization: Sealed<string> | null;
  /** What the HEAD or GET of the tag or digest answered. */
  readonly answer: Answer;
  readonly reference: string;
  readonly platforms: readonly string[];
  /** Docker Hub counts each manifest that is read as a pull: only the answer's headers are wanted. */
  readonly headersOnly: boolean;
}

const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);
const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
  '',
]);
const digestForm = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}$/i;
const mostChildren = 4;

export const isIndexType = (mediaType: string): boolean => indexTypes.has(mediaType);

/** The media type of an answer, without parameters; empty where it is of no such form. */
export function mediaTypeOf(answer: Answer): string {
  const [type = ''] = answer.header('content-type').split(';');
  return /^[\w.+-]{1,100}\/[\w.+-]{1,150}$/.test(type.trim()) ? type.trim().toLowerCase() : '';
}

/**
 * What a runtime does once a tag is resolved: it reads the manifest by its digest, then the manifest for its platform, or the config of an
 * image for one platform. Layers are not asked for.
 */
export async function readContent(question: ContentQuestion, send: Send): Promise<ProbeManifest> {
  const { answer, reference } = question;
  const named = answer.header('docker-content-digest').trim();
  const byGet = answer.body.length > 0 && !answer.cut;
  const digest = digestForm.test(named)
    ? named
    : digestForm.test(reference)
      ? reference
      : byGet
        ? sha256(answer.body)
        : null;
  const headers: ProbeManifest = { ...nothing, digest, mediaType: mediaTypeOf(answer) || null };
  if (question.headersOnly) return headers;
  const read = await ask(question, digest ?? reference, send);
  if (read.kind === 'none') return headers;
  if (read.status === 404 && digest !== null) return { ...headers, digestPresent: false };
  if (read.status !== 200) return headers;
  const found = {
    ...headers,
    digest: digest ?? (read.cut ? null : sha256(read.body)),
    digestPresent: true,
    digestMatches:
      digest === null || read.cut || !digest.startsWith('sha256:') ? null : sha256(read.body) === digest,
  };
  const json = jsonBody(read);
  if (json === null) return found;
  const mediaType = textOf(json['mediaType']) || mediaTypeOf(read) || null;
  if (json['schemaVersion'] === 1) return { ...found, mediaType, artifact: 'docker-schema-1' };
  return Array.isArray(json['manifests'])
    ? { ...found, mediaType, ...(await readIndex(question, json['manifests'], send)) }
    : { ...found, mediaType, ...(await readImage(question, json, send)) };
}

const nothing: ProbeManifest = {
  digest: null,
  mediaType: null,
  platforms: [],
  childPresent: null,
  childrenGone: [],
  digestPresent: null,
  digestMatches: null,
  configPresent: null,
  artifact: null,
  bytes: null,
};

const ask = (question: ContentQuestion, reference: string, send: Send, method: 'GET' | 'HEAD' = 'GET') =>
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

interface Child {
  readonly platform: string;
  readonly digest: string;
}

/** The entries of an index for a platform; an index among them gives its own, once. */
async function childrenOf(
  question: ContentQuestion,
  entries: readonly unknown[],
  send: Send,
  nested: boolean,
): Promise<readonly Child[]> {
  const children: Child[] = [];
  for (const entry of entries.slice(0, 500)) {
    const { platform, digest, mediaType } = objectOf(entry);
    const name = platformOf(objectOf(platform));
    if (!digestForm.test(textOf(digest))) continue;
    if (name !== null) children.push({ platform: name, digest: textOf(digest) });
    else if (
      nested &&
      platform === undefined &&
      isIndexType(textOf(mediaType)) &&
      children.length < mostChildren
    ) {
      const inner = await ask(question, textOf(digest), send);
      const manifests = inner.kind === 'answer' && inner.status === 200 ? jsonBody(inner)?.['manifests'] : [];
      if (Array.isArray(manifests)) children.push(...(await childrenOf(question, manifests, send, false)));
    }
  }
  return children;
}

async function readIndex(question: ContentQuestion, entries: readonly unknown[], send: Send) {
  const children = await childrenOf(question, entries, send, true);
  const gone: string[] = [];
  let present: boolean | null = null;
  for (const platform of question.platforms.slice(0, mostChildren)) {
    const child = children.find((one) => servesPlatform(one.platform, platform));
    if (child === undefined) continue;
    let reply = await ask(question, child.digest, send, 'HEAD');
    if (reply.kind === 'answer' && reply.status === 405) reply = await ask(question, child.digest, send);
    if (reply.kind === 'none') continue;
    if (reply.status === 200) present ??= true;
    else if (reply.status === 404) {
      present = false;
      gone.push(platform);
    }
  }
  return {
    platforms: [...new Set(children.map(({ platform }) => platform))],
    childPresent: present,
    childrenGone: gone,
  };
}

async function readImage(question: ContentQuestion, json: Json, send: Send) {
  const config = objectOf(json['config']);
  const type = textOf(config['mediaType']);
  const layers = Array.isArray(json['layers']) ? json['layers'] : [];
  const sizes = [config, ...layers.map(objectOf)].map(({ size }) =>
    typeof size === 'number' && size > 0 ? size : 0,
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0) || null;
  if (!imageConfigs.has(type)) return { artifact: shown(textOf(json['artifactType']) || type), bytes };
  const digest = textOf(config['digest']);
  if (!digestForm.test(digest))
    return { artifact: shown(textOf(json['artifactType'])) || 'no image config', bytes };
  const reply = await askResource(
    {
      method: 'GET',
      registry: question.registry,
      path: `/v2/${question.repository}/blobs/${digest}`,
      authorization: question.authorization,
      longest: longestManifest,
      accept: [type, '*/*'].filter((one) => one !== '').join(', '),
    },
    send,
  );
  if (reply.kind === 'none') return { bytes };
  if (reply.status === 404) return { bytes, configPresent: false };
  const platform = reply.status === 200 ? platformOf(jsonBody(reply) ?? {}) : null;
  return {
    bytes,
    configPresent: reply.status === 200 ? true : null,
    platforms: platform === null ? [] : [platform],
  };
}

/** `linux/arm/v7`; null for what names none, such as an attestation (`unknown/unknown`). */
function platformOf({ os, architecture, variant }: Json): string | null {
  const parts = [os, architecture, variant].map(textOf);
  const [system = '', machine = '', version = ''] = parts;
  if (parts.some((part) => !/^[\w.-]{0,40}$/.test(part))) return null;
  if (system === '' || machine === '' || system === 'unknown' || machine === 'unknown') return null;
  return `${system}/${machine}${version === '' ? '' : `/${version}`}`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const shown = (type: string): string =>
  /^[\w.+/-]{1,150}$/.test(type) ? type : type === '' ? '' : 'another type';
