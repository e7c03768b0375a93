import type {
  V1Container,
  V1ContainerState,
  V1ContainerStateWaiting,
  V1ContainerStatus,
  V1ImageVolumeSource,
  V1PodSpec,
  V1PodStatus,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import { defaultPullPolicy } from '../kubelet/image/pull-policy.ts';
import type { ContainerState, ImageKind, ImageVolumeMount, PodImage, PullPolicy } from '../model/evidence.ts';
import type { Redact } from '../text/redact/spans.ts';
import { count, type FieldsOf, fields, list, text, textOrNull } from './fields.ts';

const groups = [
  ['init', 'initContainers', 'initContainerStatuses'],
  ['container', 'containers', 'containerStatuses'],
  ['ephemeral', 'ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/**
 * Every image that a Pod pulls, in the order the kubelet does: image volumes, init containers,
 * containers, ephemeral containers.
 */
export function podImages(
  spec: FieldsOf<V1PodSpec>,
  status: FieldsOf<V1PodStatus>,
  redact: Redact,
): readonly PodImage[] {
  const imageVolumes = list(spec['volumes'])
    .map((one) => fields<V1Volume>(one))
    .filter((volume) => referenceOf(volume) !== '');
  const references = new Map(imageVolumes.map((volume) => [volume['name'] as unknown, referenceOf(volume)]));
  const containers = groups.flatMap(([kind, inSpec, inStatus]) => {
    const statuses = new Map(
      list(status[inStatus])
        .map((one) => fields<V1ContainerStatus>(one))
        // of two with one name the first counts
        .toReversed()
        .map((one) => [one['name'], one]),
    );
    return list(spec[inSpec])
      .map((one) => fields<V1Container>(one))
      .map((container) => ({
        container,
        image: toImage(kind, container, statuses.get(container['name']), references, redact),
      }));
  });
  const mounting = mountsOf(containers);
  const volumes = imageVolumes.map((volume) => toVolumeImage(volume, mounting.get(volume['name']) ?? []));
  const mounted = new Map<string, PodImage[]>();
  for (const volume of volumes)
    for (const name of volume.mountedBy) {
      const known = mounted.get(name);
      if (known === undefined) mounted.set(name, [volume]);
      else known.push(volume);
    }
  return [
    ...volumes,
    ...containers.map(({ image }) =>
      mounted.get(image.container)?.some((volume) => raisedFor(volume, image)) === true
        ? { ...image, state: none }
        : image,
    ),
  ];
}

const referenceOf = (volume: FieldsOf<V1Volume>) =>
  text(fields<V1ImageVolumeSource>(volume['image'])['reference']);

/** The containers that mount each volume, by its name. */
function mountsOf(
  containers: readonly { readonly container: FieldsOf<V1Container>; readonly image: PodImage }[],
): ReadonlyMap<unknown, readonly PodImage[]> {
  const mounting = new Map<unknown, PodImage[]>();
  for (const { container, image } of containers) {
    const names = new Set(
      list(container['volumeMounts']).map((mount) => fields<V1VolumeMount>(mount)['name']),
    );
    for (const name of names) {
      const known = mounting.get(name);
      if (known === undefined) mounting.set(name, [image]);
      else known.push(image);
    }
  }
  return mounting;
}

const none: ContainerState = { kind: 'none' };

function toImage(
  kind: ImageKind,
  container: FieldsOf<V1Container>,
  status: FieldsOf<V1ContainerStatus> | undefined,
  references: ReadonlyMap<unknown, string>,
  redact: Redact,
): PodImage {
  const image = text(container['image']);
  return {
    container: text(container['name']),
    kind,
    image,
    pullPolicy: toPolicy(container['imagePullPolicy'], image),
    state: status === undefined ? none : toState(fields<V1ContainerState>(status['state']), redact),
    started: status !== undefined && wasStarted(status),
    mountedBy: [],
    imageVolumes: volumesOf(container, references),
  };
}

/**
 * The image volumes that a container mounts; `references` are those of the Pod, by the volume's
 * name.
 */
const volumesOf = (
  container: FieldsOf<V1Container>,
  references: ReadonlyMap<unknown, string>,
): readonly ImageVolumeMount[] =>
  list(container['volumeMounts'])
    .map((one) => fields<V1VolumeMount>(one))
    .flatMap((mount) => {
      const image = references.get(mount['name']);
      return image === undefined
        ? []
        : [{ name: text(mount['name']), image, subPath: textOrNull(mount['subPath']) }];
    });

/**
 * The kubelet keeps the failure of an image volume and raises it as the waiting state of each
 * container that mounts it (pkg/kubelet/kuberuntime, getImageVolumes); the message names the
 * volume's reference.
 */
function toVolumeImage(volume: FieldsOf<V1Volume>, mounting: readonly PodImage[]): PodImage {
  const source = fields<V1ImageVolumeSource>(volume['image']);
  const image = text(source['reference']);
  const blank: PodImage = {
    container: text(volume['name']),
    kind: 'volume',
    image,
    pullPolicy: toPolicy(source['pullPolicy'], image),
    state: none,
    started: mounting.some((container) => container.started),
    mountedBy: mounting.map((container) => container.container),
    imageVolumes: [],
  };
  const blocked = mounting.find((container) => raisedFor(blank, container));
  return blocked === undefined ? blank : { ...blank, state: blocked.state };
}

const raisedFor = (volume: PodImage, container: PodImage) =>
  volume.mountedBy.includes(container.container) &&
  container.state.kind === 'waiting' &&
  container.image !== volume.image &&
  withoutOwn(container.state.message ?? '', container.image, volume.image).includes(volume.image);

/**
 * A message without the container's own image, where that text holds the volume's (`shop/api:1.4`,
 * `shop/api:1`).
 */
const withoutOwn = (message: string, own: string, image: string) =>
  own.includes(image) ? message.replaceAll(own, '') : message;

function toState(state: FieldsOf<V1ContainerState>, redact: Redact): ContainerState {
  if ('running' in state) return { kind: 'running' };
  if ('terminated' in state) return { kind: 'terminated' };
  if (!('waiting' in state)) return none;
  const waiting = fields<V1ContainerStateWaiting>(state['waiting']);
  const message = textOrNull(waiting['message']);
  // from 1.33 the reason may be a sentence, too
  const reason = redact(text(waiting['reason']));
  return { kind: 'waiting', reason, message: message === null ? null : redact(message) };
}

const wasStarted = (status: FieldsOf<V1ContainerStatus>) =>
  text(status['imageID']) !== '' ||
  count(status['restartCount']) > 0 ||
  'running' in fields(status['state']) ||
  'terminated' in fields(status['state']) ||
  'terminated' in fields(status['lastState']);

const toPolicy = (value: unknown, image: string): PullPolicy =>
  value === 'Always' || value === 'IfNotPresent' || value === 'Never' ? value : defaultPullPolicy(image);
