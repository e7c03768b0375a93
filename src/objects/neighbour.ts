import { parseImageReference } from '../kubelet/image/image-reference.ts';
import type { NeighbourImage, NeighbourPod, PodImage } from '../model/evidence.ts';
import { readPullState } from '../pull-error/pull-state.ts';
import { cutWords } from '../text/cut-words.ts';
import { type Fields, fields, list, text, timeOrNull } from './fields.ts';
import type { KubeObject } from './object-reader.ts';
import { toPod } from './pod.ts';

/** What another Pod tells about pulls: small facts, so that a namespace of them weighs little. */
export function toNeighbour(object: KubeObject): NeighbourPod {
  const { name, node, imagePullSecrets, images, phase, controller } = toPod(object, cutWords);
  const starts = startTimes(fields(object['status']));
  return {
    name,
    node,
    imagePullSecrets,
    controller,
    images: images.map((image) => toNeighbourImage(image, phase, starts.get(image.container) ?? null)),
  };
}

function startTimes(status: Fields): ReadonlyMap<string, string> {
  const statuses = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
    .flatMap((key) => list(status[key]))
    .map(fields);
  return new Map(
    statuses.flatMap((one) => {
      const started = timeOrNull(fields(fields(one['state'])['running'])['startedAt']);
      return started === null ? [] : [[text(one['name']), started]];
    }),
  );
}

function toNeighbourImage(own: PodImage, phase: string, startedAt: string | null): NeighbourImage {
  const { image, pullPolicy } = own;
  const { status, failure } = readPullState(own, [], phase);
  const reference = parseImageReference(image);
  return {
    image,
    registry: reference.ok ? reference.registry : null,
    repository: reference.ok ? `${reference.registry}/${reference.repository}` : null,
    pullPolicy,
    state: status === 'failing' ? 'fails' : status === 'ok' ? 'runs' : 'waits',
    startedAt,
    error: failure?.error.label ?? null,
  };
}
