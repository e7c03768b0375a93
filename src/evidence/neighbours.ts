import { simulate } from '../kubelet/simulate.ts';
import type { NeighbourPod, Neighbours, PodImage, PodObject, SecretReference } from '../model/evidence.ts';
import { mapObserved, type Observed } from '../model/observed.ts';
import { fields } from '../objects/fields.ts';
import { toNeighbour } from '../objects/neighbour.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';

/** One page: of a namespace with more Pods the first ones count. A file comes whole. */
const limit = 500;
const mostSecrets = 3;

/** Pods of one run share a list, and with it what was made of it. */
const converted = new WeakMap<readonly KubeObject[], readonly NeighbourPod[]>();

/** The other Pods of a Pod's namespace that have not ended, the first 500 of them. */
export async function neighboursOf(reader: ObjectReader, pod: PodObject): Promise<Observed<Neighbours>> {
  const list = await reader.list('pods', { namespace: pod.namespace, limit, firstPage: true });
  return mapObserved(list, (objects) => ({
    pods: neighbourPods(objects).filter((one) => one.name !== pod.name),
    complete: objects.length < limit,
  }));
}

function neighbourPods(objects: readonly KubeObject[]): readonly NeighbourPod[] {
  const known = converted.get(objects);
  if (known !== undefined) return known;
  const pods = objects.slice(0, limit).filter(isAlive).map(toNeighbour);
  converted.set(objects, pods);
  return pods;
}

const isAlive = (object: KubeObject) => {
  const phase = fields(object['status'])['phase'];
  return phase !== 'Succeeded' && phase !== 'Failed';
};

/**
 * The secrets with which neighbours run the image, or another of its repository or registry, and
 * which neither the Pod nor its ServiceAccount lists; the nearest first, three at most. None where
 * the Pod's own secrets offer something: then another one is not what it lacks.
 */
export function secretsToTry(
  images: readonly PodImage[],
  secrets: readonly SecretReference[],
  known: readonly string[],
  neighbours: readonly NeighbourPod[],
): readonly string[] {
  const wanted = images.flatMap(({ image }) => {
    const { kind, reference } = simulate({ image, secrets });
    return kind === 'anonymous' && reference.ok
      ? [[image, `${reference.registry}/${reference.repository}`, reference.registry]]
      : [];
  });
  const distance = (pod: NeighbourPod) =>
    Math.min(
      ...pod.images
        .filter((one) => one.state === 'runs')
        .flatMap((one) =>
          wanted.map((texts) =>
            [one.image, one.repository, one.registry].findIndex((text, part) => text === texts[part]),
          ),
        )
        .filter((part) => part !== -1),
    );
  const names = neighbours
    .filter((pod) => pod.imagePullSecrets.length > 0)
    .map((pod) => ({ pod, distance: distance(pod) }))
    .filter((one) => one.distance !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance)
    .flatMap(({ pod }) => pod.imagePullSecrets)
    .filter((name) => !known.includes(name));
  return [...new Set(names)].slice(0, mostSecrets);
}
