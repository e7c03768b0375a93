import type { PodEvidence } from '../../model/evidence.ts';

/**
 * The evidence of a verify Pod told of the Pod that it stands for: what the fresh pull said, with
 * the secrets that it was made with, under the name and the owner whose fix is wanted. The original
 * is no neighbour of itself.
 */
export function verifiedEvidence(fresh: PodEvidence, original: PodEvidence): PodEvidence {
  const { name, uid, controller, images } = original.pod;
  const kinds = new Map(
    images.filter(({ kind }) => kind !== 'volume').map(({ container, kind }) => [container, kind]),
  );
  return {
    ...fresh,
    pod: {
      ...fresh.pod,
      ...{ name, uid, controller },
      images: fresh.pod.images.map((image) => ({ ...image, kind: kinds.get(image.container) ?? image.kind })),
    },
    neighbours:
      fresh.neighbours?.status === 'found'
        ? {
            ...fresh.neighbours,
            value: {
              ...fresh.neighbours.value,
              pods: fresh.neighbours.value.pods.filter((pod) => pod.name !== name),
            },
          }
        : fresh.neighbours,
    owner: original.owner,
    ...(original.aboveOwner === undefined ? {} : { aboveOwner: original.aboveOwner }),
  };
}
