import type { NeighbourImage, NeighbourPod } from '../../../model/evidence.ts';
import type { Why } from '../../../model/finding.ts';
import { editDistance } from '../../../text/edit-distance.ts';
import type { ImageContext } from '../../define-rule.ts';
import { registryOf, repositoryOf, sourceOf } from '../sources.ts';
import { neighbourPods } from './neighbour-pods.ts';

/**
 * A running image of the same registry whose name or tag is so near that it may be the one that was
 * meant.
 */
export interface NearImage {
  readonly image: string;
  readonly pod: string;
  /** It is the same repository: only the tag or the digest differs. */
  readonly sameRepository: boolean;
}

/**
 * Running images that are nearest to this one, the nearest first: other versions of the repository,
 * then repositories of almost its name.
 */
export function nearImages(pull: ImageContext): readonly NearImage[] {
  const own = repositoryOf(pull);
  const others = running(pull).filter(
    ({ image }) => image.image !== pull.image.image && image.repository !== null,
  );
  // the Pods of a namespace run few images, which are compared once
  const once = new Map(others.map((one) => [one.image.image, one] as const).reverse());
  return [...once.values()]
    .reverse()
    .map((one) => ({ ...one, distance: distance(own, one.image.repository ?? '') }))
    .filter((one) => one.distance <= 3)
    .map((one) => ({ ...one, slips: editDistance(pull.image.image, one.image.image) }))
    .sort((a, b) => a.distance - b.distance || a.slips - b.slips)
    .map(({ pod, image }) => ({
      image: image.image,
      pod: pod.name,
      sameRepository: image.repository === own,
    }));
}

/**
 * Repositories with the same last part differ in where they are; they count as near as a slip of
 * two characters.
 */
function distance(own: string, other: string): number {
  const [last, otherLast] = [own.split('/').at(-1), other.split('/').at(-1)];
  const slips = editDistance(own, other);
  return last === otherLast ? Math.min(slips, 2) : slips > own.length / 4 ? Number.POSITIVE_INFINITY : slips;
}

function running(
  pull: ImageContext,
): readonly { readonly pod: NeighbourPod; readonly image: NeighbourImage }[] {
  return neighbourPods(pull).flatMap((pod) =>
    pod.images
      .filter((image) => image.state === 'runs' && image.registry === registryOf(pull))
      .map((image) => ({ pod, image })),
  );
}

/**
 * Another Pod that runs an image of the registry without any pull secret: the registry does not
 * want a login for everything.
 */
export function openNeighboursSay(pull: ImageContext): readonly Why[] {
  const open = running(pull).filter(
    ({ pod, image }) => pod.imagePullSecrets.length === 0 && image.image !== pull.image.image,
  );
  const [first] = open.sort((a, b) => score(pull, b.image) - score(pull, a.image));
  return first === undefined
    ? []
    : [
        {
          source: sourceOf({ kind: 'Pod', namespace: pull.evidence.pod.namespace, name: first.pod.name }),
          says: `another Pod, runs ${first.image.image} without a pull secret: \`${registryOf(pull)}\` gives some images to anyone`,
        },
      ];
}

const score = (pull: ImageContext, image: NeighbourImage) =>
  commonParts(repositoryOf(pull).split('/'), (image.repository ?? '').split('/'));

const commonParts = (a: readonly string[], b: readonly string[]) => {
  const end = a.findIndex((part, index) => part !== b[index]);
  return end === -1 ? a.length : end;
};
