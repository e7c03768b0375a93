import type { PodEvent, PodImage, PodObject } from '../../model/evidence.ts';
import { failedPulls, readPullState } from '../../pull-error/pull-state.ts';

/** A Pod and its events at one moment; `events` is empty where they may not be read. */
export interface WaitSnapshot {
  readonly pod: PodObject;
  readonly events: readonly PodEvent[];
}

/**
 * What is known of one image since the wait began. `failedAt`: its last failed pull before that,
 * milliseconds since the epoch, 0 for none. `retries`: its status was seen in another state than a
 * failed pull, so that a failed pull is a new one.
 */
interface Watched {
  readonly failedAt: number;
  readonly retries: boolean;
  readonly settled: boolean;
}

/**
 * What was seen of each image, by the Pod's uid and the image's place in it: a Pod that replaces
 * another is a new one.
 */
export type WaitMemory = ReadonlyMap<string, Watched>;

/**
 * An image whose pull neither passed nor failed since the wait began. `nextAttempt` is milliseconds
 * since the epoch; null where nothing is known of it.
 */
export interface OpenPull {
  readonly pod: PodObject;
  readonly image: PodImage;
  readonly state: 'not-begun' | 'pulling' | 'backing-off';
  readonly nextAttempt: number | null;
}

export interface WaitState {
  readonly memory: WaitMemory;
  readonly open: readonly OpenPull[];
}

/**
 * One step: an image is settled once it was pulled, or failed once more after the wait began. A
 * failure counts as new by its event's time, or where events are denied or dropped by the status,
 * which says ErrImagePull after each attempt and ImagePullBackOff in between. Of Pods that were not
 * there when the wait began (`first`) every failure is new.
 */
export function stepWait(memory: WaitMemory, snapshots: readonly WaitSnapshot[], first: boolean): WaitState {
  const next = new Map(memory);
  const open: OpenPull[] = [];
  for (const { pod, events } of snapshots) {
    for (const image of pod.images) {
      const key = `${pod.uid} ${image.kind} ${image.container}`;
      const failed = failedPulls(image, events);
      const failedAt = Date.parse(failed?.lastAt ?? '') || 0;
      const { status } = readPullState(image, events, pod.phase);
      const attempted = justAttempted(image);
      const before =
        next.get(key) ??
        (first
          ? { failedAt, retries: !attempted, settled: false }
          : { failedAt: 0, retries: true, settled: false });
      const failedAnew =
        status === 'failing' && (failedAt > before.failedAt || (before.retries && attempted));
      const settled = before.settled || status === 'ok' || status === 'unknown' || failedAnew;
      next.set(key, { ...before, retries: before.retries || !attempted, settled });
      if (settled) continue;
      open.push({
        pod,
        image,
        state: status === 'failing' ? 'backing-off' : isPulling(image, events) ? 'pulling' : 'not-begun',
        nextAttempt: status === 'failing' && failed !== null ? failedAt + backOff(failed.count) : null,
      });
    }
  }
  return { memory: next, open };
}

/**
 * The status of a container right after a failed pull; while the kubelet backs off it is another.
 */
const justAttempted = ({ state }: PodImage) =>
  state.kind === 'waiting' &&
  state.reason !== 'ImagePullBackOff' &&
  state.reason !== '' &&
  state.reason !== 'ContainerCreating' &&
  state.reason !== 'PodInitializing';

const isPulling = (image: PodImage, events: readonly PodEvent[]) =>
  events.findLast(({ message }) => message.includes(`"${image.image}"`))?.reason === 'Pulling';

/**
 * Milliseconds that the kubelet waits after this many failed pulls: 10 s, doubled each time, 5
 * minutes at most (pkg/kubelet, imageBackOff).
 */
const backOff = (failures: number): number => Math.min(10 * 2 ** Math.max(0, failures - 1), 300) * 1000;
