import type { PullFailure } from '../../model/diagnosis.ts';
import type { PodEvent } from '../../model/evidence.ts';
import { type Fields, fields, list, text, textOrNull } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { toPod } from '../../objects/pod.ts';
import { readPullState } from '../../pull-error/pull-state.ts';

/** What is known of the verify Pod at one moment. `pod` is null where it is not there. */
export interface VerifySnapshot {
  readonly pod: KubeObject | null;
  readonly events: readonly PodEvent[];
}

/**
 * What came of one image. Sizes are bytes, durations seconds, as the kubelet gives them; null where
 * it does not.
 */
export type ImageProgress = {
  readonly container: string;
  readonly image: string;
} & (
  | {
      readonly result: 'pulled';
      /**
       * `sha256:…` of the manifest where the runtime tells it, else the image's id; null before the
       * status has it.
       */
      readonly digest: string | null;
      /**
       * Whether the status tells of the container after the pull: what it lacks then it never gets.
       */
      readonly inStatus: boolean;
      readonly pullSeconds: number | null;
      readonly bytes: number | null;
    }
  | { readonly result: 'failed'; readonly failure: PullFailure }
  | { readonly result: 'pulling' | 'waiting' }
);

/**
 * `over`: the Pod ended or was refused by the kubelet with images untried. `gone`: something else
 * deleted it.
 */
export type VerifyProgress =
  | { readonly kind: 'running' | 'done'; readonly images: readonly ImageProgress[]; readonly says: string }
  | { readonly kind: 'over' | 'gone'; readonly images: readonly ImageProgress[]; readonly says: string };

/**
 * Reads the verify Pod's state. The proof of a pull is any state past it: the runtime's refusal to
 * start a program that does not exist (StartError of containerd, ContainerCannotRun of cri-dockerd,
 * CreateContainerError of CRI-O), or the kubelet's event `Pulled`.
 */
export function verifyProgress(
  { pod, events }: VerifySnapshot,
  containers: readonly string[],
): VerifyProgress {
  if (pod === null) return { kind: 'gone', images: [], says: 'the verify Pod was deleted' };
  const images = containers.map((container) => imageProgress(pod, events, container));
  if (images.every(({ result }) => result === 'pulled' || result === 'failed'))
    return { kind: 'done', images, says: '' };
  const status = fields(pod['status']);
  if (pod.metadata['deletionTimestamp'] !== undefined)
    return { kind: 'gone', images, says: 'the verify Pod is being deleted' };
  const phase = text(status['phase']);
  if (phase === 'Failed' || phase === 'Succeeded')
    return { kind: 'over', images, says: endOf(status) || `the verify Pod ended (${phase})` };
  return { kind: 'running', images, says: obstacle(status, events) };
}

function imageProgress(pod: KubeObject, events: readonly PodEvent[], container: string): ImageProgress {
  const model = toPod(pod);
  const image = model.images.find((one) => one.container === container && one.kind === 'container');
  const status = list(fields(pod['status'])['containerStatuses'])
    .map(fields)
    .find((one) => one['name'] === container);
  const base = { container, image: image?.image ?? '' };
  // said of a container whose end nobody saw: no proof of anything
  const lost = fields(fields(fields(status)['state'])['terminated'])['reason'] === 'ContainerStatusUnknown';
  if (image === undefined || lost) return { ...base, result: 'waiting' };
  const own = events.filter((event) => event.container === container);
  const read = readPullState(image, events, model.phase);
  const pulled = own.findLast(({ reason, message }) => reason === 'Pulled' && !isPresent(message));
  if (pulled !== undefined || read.status === 'ok')
    return {
      ...base,
      result: 'pulled',
      digest: digestOf(text(fields(status)['imageID'])),
      inStatus: readPullState(image, [], model.phase).status === 'ok',
      ...readPulled(pulled?.message ?? ''),
    };
  if (read.failure !== null) return { ...base, result: 'failed', failure: read.failure };
  const begun = own.some(({ reason }) => reason === 'Pulling');
  return { ...base, result: begun ? 'pulling' : 'waiting' };
}

/**
 * `Container image "x" already present on machine`: nothing was pulled (pkg/kubelet/images,
 * image_manager.go).
 */
const isPresent = (message: string) => /already present on machine/.test(message);

/** `registry/app@sha256:…`, `docker-pullable://…`, or the bare id of the image's configuration. */
const digestOf = (imageID: string): string | null => /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0] ?? null;

/**
 * `Successfully pulled image "x" in 1.5s (2.1s including waiting). Image size: 123 bytes.`; up to
 * 1.2x the time alone.
 */
function readPulled(message: string) {
  const time = /" in ((?:[\d.]+(?:h|ms|m|s|µs|us|ns))+)/.exec(message)?.[1];
  const size = /Image size: (\d+) bytes/.exec(message)?.[1];
  return {
    pullSeconds: time === undefined ? null : secondsOf(time),
    bytes: size === undefined ? null : Number(size),
  };
}

const units: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    h: 3600,
    m: 60,
    s: 1,
    ms: 1e-3,
    µs: 1e-6,
    us: 1e-6,
    ns: 1e-9,
  }),
);

/** Seconds of a duration as Go's time.Duration prints it. */
const secondsOf = (duration: string): number =>
  [...duration.matchAll(/(?<![\d.])([\d.]+)(h|ms|m|s|µs|us|ns)/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (units.get(unit) ?? 0),
    0,
  );

/**
 * Why the kubelet or a controller ended the Pod: `OutOfcpu: Node didn't have enough resource …`.
 */
function endOf(status: Fields): string {
  const reason = text(status['reason']);
  const message = text(status['message']);
  return [reason, message].filter((word) => word !== '').join(': ');
}

/** What keeps a Pod from its first pull: no node for it, or no sandbox. */
function obstacle(status: Fields, events: readonly PodEvent[]): string {
  const scheduled = list(status['conditions'])
    .map(fields)
    .find((one) => one['type'] === 'PodScheduled' && one['status'] === 'False');
  if (scheduled !== undefined) return textOrNull(scheduled['message']) ?? 'the Pod is not scheduled';
  const last = events.findLast(({ type, container }) => type === 'Warning' && container === null);
  return last === undefined ? '' : `${last.reason}: ${last.message}`;
}
