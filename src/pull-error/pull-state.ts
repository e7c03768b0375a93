import type { PullFailure, PullStatus } from '../model/diagnosis.ts';
import type { PodEvent, PodImage } from '../model/evidence.ts';
import type { PullError } from '../model/pull-error.ts';
import { classifyPullError } from './classify.ts';

/** Whether an image's pull fails, and in which words. `failure` is null unless `status` is `failing`. */
export interface PullState {
  readonly status: PullStatus;
  readonly failure: PullFailure | null;
}

/** The kubelet's waiting reasons for a failed pull (pkg/kubelet/images/types.go). */
const failedReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** Reasons of a container that waits for something before its pull, or whose pull goes on. */
const waitingReasons = new Set(['ContainerCreating', 'PodInitializing', '']);

/** Reads an image's state and the Pod's events. Events about other containers and about an earlier image text are left out. */
export function readPullState(image: PodImage, events: readonly PodEvent[], phase: string): PullState {
  const own = ownEvents(events, image);
  const { state } = image;
  if (state.kind === 'running' || state.kind === 'terminated') return { status: 'ok', failure: null };
  if (state.kind === 'waiting' && !waitingReasons.has(state.reason)) {
    if (isPullReason(state.reason, state.message ?? '')) {
      return { status: 'failing', failure: failureOf(state.reason, state.message ?? '', own) };
    }
    // CrashLoopBackOff, CreateContainerConfigError …: the image is on the node
    return { status: 'ok', failure: null };
  }
  return fromEvents(image, own, phase);
}

/** A container without a telling state: its newest event of a pull decides, since the status lags behind it. */
function fromEvents(image: PodImage, own: readonly PodEvent[], phase: string): PullState {
  const last = own
    .filter((event) => isFailure(event) || event.reason === 'Pulled' || event.reason === 'Pulling')
    .at(-1);
  if (last !== undefined && isFailure(last)) {
    return { status: 'failing', failure: failureOf(last.reason, '', own) };
  }
  if (last?.reason === 'Pulled' || image.started) return { status: 'ok', failure: null };
  // a Pod that ended before its containers started will not try any more
  return { status: phase === 'Failed' || phase === 'Succeeded' ? 'unknown' : 'pending', failure: null };
}

function failureOf(reason: string, message: string, own: readonly PodEvent[]): PullFailure {
  const failures = own.filter(isFailure);
  const firsts = failures.flatMap(({ firstSeen }) => (firstSeen === null ? [] : [firstSeen])).sort(byInstant);
  const times = { firstSeen: firsts[0] ?? null, lastSeen: failures.at(-1)?.lastSeen ?? null };
  const status = message === '' ? null : { reason, text: message, from: 'status' as const };
  const told = failures
    .toReversed()
    .map((event) => ({ reason: event.reason, text: event.message, from: 'event' as const }));
  const candidates = [...(status === null ? [] : [status]), ...told];
  const read = candidates.map(({ text, from, reason: said }) => ({
    text,
    from,
    error: classifyPullError(text, said),
  }));
  const telling = read.find(isTelling);
  if (telling !== undefined) return { reason, ...telling, ...times };
  // words that nobody understands still say more than that the kubelet backs off
  const vague = read.find(({ error }) => error.label === 'unknown') ?? read[0];
  const { text, from } = vague ?? { text: reason, from: 'none' as const };
  return { reason, text, from, error: classifyPullError(text, reason), ...times };
}

/**
 * When the kubelet's last pull of an image failed (RFC 3339) and how many did, as far as events tell; null for none. That it backs off is no pull.
 */
export function failedPulls(
  image: PodImage,
  events: readonly PodEvent[],
): { readonly lastAt: string; readonly count: number } | null {
  const failures = ownEvents(events, image).filter(isFailedPull);
  const lastAt = failures
    .flatMap(({ lastSeen }) => lastSeen ?? [])
    .sort(byInstant)
    .at(-1);
  return lastAt === undefined ? null : { lastAt, count: failures.reduce((sum, { count }) => sum + count, 0) };
}

/** The event of the attempt itself: `Error: ErrImagePull` beside it only repeats it. */
const isFailedPull = (event: PodEvent): boolean =>
  event.reason === 'ErrImageNeverPull' ||
  event.reason === 'InspectFailed' ||
  (event.reason === 'Failed' &&
    isFailure(event) &&
    !/^Error: (?:ErrImagePull|ImagePullBackOff)$/.test(event.message));

const byInstant = (a: string, b: string) => Date.parse(a) - Date.parse(b);

const isTelling = ({ error }: { error: PullError }) =>
  error.label !== 'backoff-only' && error.label !== 'unknown';

/**
 * `Failed` and `BackOff` are also said of containers that crash; the words tell a failed pull. Some kubelets have reasons of their own
 * (Huawei CCE: FailedPullImage, BackOffPullImage), so a reason that is not the kubelet's is read by its words.
 */
const isFailure = ({ reason, message }: PodEvent): boolean => {
  if (reason === 'ErrImageNeverPull' || reason === 'InspectFailed') return true;
  if (message.startsWith('Back-off pulling image')) return true;
  if (message.startsWith('Failed to pull image')) return true;
  if (reason !== 'Failed') return false;
  const error = /^Error: (.*)$/s.exec(message)?.[1];
  return error === undefined ? message.includes('Failed to pull image') : isPullReason(error, error);
};

/**
 * The events about an image. `Error: ErrImagePull` quotes none: it belongs to the image that the container's last quoting event is about.
 */
function ownEvents(events: readonly PodEvent[], image: PodImage): readonly PodEvent[] {
  let current = image.image;
  return events.filter((event) => {
    const quoted = event.container === image.container ? quotedImage(event) : undefined;
    if (quoted) current = quoted;
    return concerns(event, image) && (quotedImage(event) === image.image || current === image.image);
  });
}

const quotedImage = ({ message }: PodEvent) => /image (?:tag )?"((?:[^"\\]|\\.)*)"/.exec(message)?.[1];

/** An event names its container by field path; those about image volumes name none, so the quoted image decides. */
function concerns(event: PodEvent, image: PodImage): boolean {
  const quoted = quotedImage(event);
  const other = quoted !== undefined && quoted !== '' && quoted !== image.image;
  if (event.container !== null)
    return event.container === image.container && image.kind !== 'volume' && !other;
  return quoted === image.image;
}

/**
 * From 1.33 the text of a pull secret that cannot be decoded, or of a pull that cannot be written down, is itself the waiting reason and
 * message (pkg/kubelet/images/image_manager.go).
 */
const isPullReason = (reason: string, message: string) =>
  failedReasons.has(reason) ||
  reason.startsWith('failed to record image pull intent') ||
  ['malformed-pull-secret', 'ensure-secret-pulled', 'volume-image-error'].includes(
    classifyPullError(message || reason, reason).label,
  );
