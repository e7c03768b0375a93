import {
  askBlob,
  type ContentQuestion,
  digestForm,
  type Json,
  objectOf,
  platformOf,
  textOf,
} from './content-question.ts';
import type { Send } from './exchange.ts';
import { jsonBody } from './read-answer.ts';

const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
  '',
]);

const mostLayers = 128;

/** The platform of an image, by its config; what it is where it is no container image. */
export async function readImage(question: ContentQuestion, json: Json, send: Send) {
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
  const accept = [type, '*/*'].filter((one) => one !== '').join(', ');
  const reply = await askBlob(question, digest, 'GET', send, accept);
  const layersGone = question.layers ? await goneLayers(question, json, send) : null;
  if (reply.kind === 'none') return { bytes, layersGone };
  if (reply.status === 404) return { bytes, layersGone, configPresent: false };
  const platform = reply.status === 200 ? platformOf(jsonBody(reply) ?? {}) : null;
  return {
    bytes,
    layersGone,
    configPresent: reply.status === 200 ? true : null,
    platforms: platform === null ? [] : [platform],
  };
}

/** The digests of the layers that the registry answers 404 for; null where none answered. */
export async function goneLayers(question: ContentQuestion, json: Json, send: Send) {
  const layers = Array.isArray(json['layers']) ? json['layers'].map(objectOf) : [];
  const digests = new Set(
    layers
      // layers of other hosts, which Windows images name, are not the registry's
      .filter(({ urls }) => !Array.isArray(urls) || urls.length === 0)
      .map(({ digest }) => textOf(digest))
      .filter((digest) => digestForm.test(digest)),
  );
  const gone: string[] = [];
  let answered = digests.size === 0;
  for (const digest of [...digests].slice(0, mostLayers)) {
    const reply = await askBlob(question, digest, 'HEAD', send);
    // of a registry that limits, or is out of order, no further one is asked
    if (reply.kind === 'none' || reply.status === 429 || reply.status >= 500) break;
    answered = true;
    if (reply.status === 404) gone.push(digest);
  }
  return answered ? gone : null;
}

const shown = (type: string): string =>
  /^[\w.+/-]{1,150}$/.test(type) ? type : type === '' ? '' : 'another type';
