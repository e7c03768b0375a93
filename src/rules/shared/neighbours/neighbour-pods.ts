import type { NeighbourImage, NeighbourPod } from '../../../model/evidence.ts';
import type { Why } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { listed, plural, podSource, registryOf, repositoryOf, sourceOf } from '../sources.ts';
import { servingSecrets } from './neighbour-secret.ts';

/** The other Pods of the namespace, as far as they were asked for and could be read. */
export function neighbourPods({ evidence }: ImageContext): readonly NeighbourPod[] {
  const { neighbours } = evidence;
  return neighbours?.status === 'found' ? neighbours.value.pods : [];
}

/**
 * What other Pods of the namespace tell of this image: one that runs it or another of its registry,
 * and how many fail with it.
 */
export const neighboursSay = (pull: ImageContext): readonly Why[] => [
  ...runningSays(pull),
  ...failingSays(pull),
];

/**
 * The Pod that tells most about the credential: it runs this image, or one of its registry by a
 * secret that would serve here.
 */
export function runningSays(pull: ImageContext): readonly Why[] {
  const serving = servingSecrets(pull);
  const candidates = neighbourPods(pull).flatMap((pod) =>
    pod.images.flatMap((image) => {
      if (image.state !== 'runs' || image.registry !== registryOf(pull)) return [];
      const secret = pod.imagePullSecrets.find((name) => serving.includes(name)) ?? null;
      const same = image.image === pull.image.image;
      return secret === null && !same ? [] : [{ pod, image, same, secret }];
    }),
  );
  const [best] = candidates.sort(
    (a, b) =>
      Number(b.secret !== null) - Number(a.secret !== null) ||
      Number(b.same) - Number(a.same) ||
      Number(b.image.repository === repositoryOf(pull)) - Number(a.image.repository === repositoryOf(pull)),
  );
  if (best === undefined) return [];
  const { pod, image, same, secret } = best;
  const what = same ? 'the same image' : image.image;
  const lists = secret === null ? listSays(pull, pod) : `with pull secret \`${secret}\``;
  return [
    {
      source: sourceOf({ kind: 'Pod', namespace: pull.evidence.pod.namespace, name: pod.name }),
      says: `runs ${what} on ${pod.node ?? 'its node'} ${lists}${mayBeCached(image)}`,
    },
  ];
}

/** An image of a running container that the kubelet did not have to ask the registry for. */
const mayBeCached = (image: NeighbourImage) =>
  image.pullPolicy === 'Always'
    ? ''
    : `; with imagePullPolicy ${image.pullPolicy} it may have been there already, which proves less`;

function listSays({ evidence }: ImageContext, { imagePullSecrets }: NeighbourPod): string {
  if (imagePullSecrets.length === 0) return 'without a pull secret';
  const names = listed(imagePullSecrets.map((name) => `\`${name}\``));
  const own = imagePullSecrets.every((name) => evidence.pod.imagePullSecrets.includes(name));
  return `with pull secret ${names}${own ? ', as this Pod' : ''}`;
}

/** How many other Pods fail with this very image, and on how many nodes. */
export function failingSays(pull: ImageContext): readonly Why[] {
  const { neighbours, pod } = pull.evidence;
  const failing = neighbourPods(pull).filter(({ images }) =>
    images.some((one) => one.state === 'fails' && one.image === pull.image.image),
  );
  if (failing.length === 0) return [];
  const nodes = [...new Set([pod.node, ...failing.map((one) => one.node)])].filter((name) => name !== null);
  const where = nodes.length === 1 ? `all on ${nodes[0]}` : `on ${plural(nodes.length, 'node')} in all`;
  const cut = neighbours?.status === 'found' && !neighbours.value.complete;
  return [
    {
      source: podSource(pull),
      says: `is not alone: ${plural(failing.length, 'other Pod')} of the namespace ${failing.length === 1 ? 'fails' : 'fail'} with the same image, ${where}${cut ? ', among the first 500 Pods' : ''}`,
    },
  ];
}
