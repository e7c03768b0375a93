import type { ImageKind, PodEvidence, PodImage } from '../../model/evidence.ts';
import type { Locate } from '../../objects/attached-origin.ts';
import { type Fields, fields, list } from '../../objects/fields.ts';

/** The list of a Pod's spec that holds the images of a kind, and where in an item the image is. */
const lists: Readonly<Record<ImageKind, readonly [string, ...string[]]>> = {
  container: ['containers', 'image'],
  init: ['initContainers', 'image'],
  ephemeral: ['ephemeralContainers', 'image'],
  volume: ['volumes', 'image', 'reference'],
};

/**
 * The evidence of a template whose images know where they stand; `locate` takes the keys from the
 * template on.
 */
export function withLocations(evidence: PodEvidence, template: Fields, locate: Locate): PodEvidence {
  const spec = fields(template['spec']);
  const images = evidence.pod.images.map((image): PodImage => {
    const [key, ...inside] = lists[image.kind];
    const index = list(spec[key]).findIndex((one) => fields(one)['name'] === image.container);
    const location = index === -1 ? null : locate(['spec', key, index, ...inside]);
    return location === null ? image : { ...image, location };
  });
  return { ...evidence, pod: { ...evidence.pod, images } };
}
