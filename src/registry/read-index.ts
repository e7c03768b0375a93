import { servesPlatform } from '../kubelet/image/platform.ts';
import {
  askContent,
  type ContentQuestion,
  digestForm,
  isThere,
  objectOf,
  platformOf,
  textOf,
} from './content-question.ts';
import type { Send } from './exchange.ts';
import { jsonBody } from './read-answer.ts';
import { goneLayers } from './read-image.ts';

const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

const mostChildren = 4;
const mostEntries = 500;

export const isIndexType = (mediaType: string): boolean => indexTypes.has(mediaType);

/** `platform` null: the index names none, so that the runtime takes it for any. */
interface Child {
  readonly platform: string | null;
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
  let indexes = 0;
  for (const entry of entries.slice(0, mostEntries)) {
    const { platform, digest: named, mediaType } = objectOf(entry);
    const digest = textOf(named);
    if (!digestForm.test(digest)) continue;
    const name = platformOf(objectOf(platform));
    if (name !== null) children.push({ platform: name, digest });
    else if (platform === undefined && isIndexType(textOf(mediaType))) {
      if (!nested || ++indexes > mostChildren) continue;
      const inner = await askContent(question, digest, send);
      const manifests = inner.kind === 'answer' && inner.status === 200 ? jsonBody(inner)?.['manifests'] : [];
      if (Array.isArray(manifests)) children.push(...(await childrenOf(question, manifests, send, false)));
    } else if (platform === undefined) children.push({ platform: null, digest });
  }
  return children;
}

/** The platforms of an index, and whether the manifests for those of the nodes are there. */
export async function readIndex(question: ContentQuestion, entries: readonly unknown[], send: Send) {
  const children = await childrenOf(question, entries, send, true);
  const gone: string[] = [];
  let layersGone: readonly string[] | null = null;
  let present: boolean | null = null;
  for (const platform of question.platforms.slice(0, mostChildren)) {
    const child =
      children.find((one) => one.platform !== null && servesPlatform(one.platform, platform)) ??
      children.find((one) => one.platform === null);
    if (child === undefined) continue;
    const there = await isThere(question, child.digest, send);
    if (there === null) continue;
    present = there && (present ?? true);
    if (!there) gone.push(platform);
    else if (question.layers) {
      const missing = await layersOfChild(question, child.digest, send);
      if (missing !== null) layersGone = [...(layersGone ?? []), ...missing];
    }
  }
  return {
    // what is for no machine at all is attestations, and no runtime finds an image in it
    ...(children.length === 0 ? { artifact: 'an index without an image' } : {}),
    platforms: [...new Set(children.flatMap(({ platform }) => platform ?? []))],
    childPresent: present,
    childrenGone: gone,
    layersGone: layersGone === null ? null : [...new Set(layersGone)],
  };
}

async function layersOfChild(question: ContentQuestion, digest: string, send: Send) {
  const reply = await askContent(question, digest, send);
  const json = reply.kind === 'answer' && reply.status === 200 ? jsonBody(reply) : null;
  return json === null ? null : goneLayers(question, json, send);
}
