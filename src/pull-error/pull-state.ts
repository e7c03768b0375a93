import type { PullFailure, PullStatus } from '../model/diagnosis.ts';
import type { ContainerState, PodEvent, PodImage } from '../model/evidence.ts';
import type { PullError } from '../model/pull-error.ts';
import { classifyPullError } from './classify.ts';

/**
 * Whether an image's pull fails, and in which words. `failure` is null unless `status` is
 * `failing`.
 */
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

/**
 * Reads an image's state and the Pod's events. Events about other containers and about an earlier
 * image text are left out.
 */
export function readPullState(image: PodImage, events: readonly PodEvent[], phase: string): PullState {
  const own = ownEvents(events, image);
  const state = raisedByVolume(image, events) ? none : image.state;
  if (state.kind === 'running' || state.kind === 'terminated') return { status: 'ok', failure: null };
  if (state.kind === 'waiting' && !waitingReasons.has(state.reason)) {
    if (isPullReason(state.reason, state.message ?? '', image)) {
      return { status: 'failing', failure: failureOf(state.reason, state.message ?? '', own, image) };
    }
    // CrashLoopBackOff, CreateContainerConfigError …: the image is on the node
    const artifact = pulledArtifact(image, state.message ?? '', own);
    return artifact === null
      ? { status: 'ok', failure: null }
      : { status: 'failing', failure: { reason: state.reason, from: 'status', ...artifact } };
  }
  return fromEvents(image, own, phase);
}

/**
 * Whether the status alone says that the pull fails: what readPullState says without events, and
 * without reading the words of a usual one.
 */
export function failsByStatus(image: PodImage): boolean {
  const { state } = image;
  if (state.kind !== 'waiting' || waitingReasons.has(state.reason)) return false;
  const message = state.message ?? '';
  return isPullReason(state.reason, message, image) || pulledArtifact(image, message, []) !== null;
}

/**
 * A container without a telling state: its newest event of a pull decides, since the status lags
 * behind it.
 */
function fromEvents(image: PodImage, own: readonly PodEvent[], phase: string): PullState {
  const last = own
    .filter((event) => isFailure(event, image) || event.reason === 'Pulled' || event.reason === 'Pulling')
    .at(-1);
  if (last !== undefined && isFailure(last, image)) {
    return { status: 'failing', failure: failureOf(last.reason, '', own, image) };
  }
  if (last?.reason === 'Pulled' || image.started) return { status: 'ok', failure: null };
  // a Pod that ended before its containers started will not try any more
  return { status: phase === 'Failed' || phase === 'Succeeded' ? 'unknown' : 'pending', failure: null };
}

function failureOf(reason: string, message: string, own: readonly PodEvent[], image: PodImage): PullFailure {
  const failures = own.filter((event) => isFailure(event, image));
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
 * When the kubelet's last pull of an image failed (RFC 3339) and how many did, as far as events
 * tell; null for none. That it backs off is no pull.
 */
export function failedPulls(
  image: PodImage,
  events: readonly PodEvent[],
): { readonly lastAt: string; readonly count: number } | null {
  const failures = ownEvents(events, image).filter((event) => isFailedPull(event, image));
  const lastAt = failures
    .flatMap(({ lastSeen }) => lastSeen ?? [])
    .sort(byInstant)
    .at(-1);
  return lastAt === undefined ? null : { lastAt, count: failures.reduce((sum, { count }) => sum + count, 0) };
}

/** The event of the attempt itself: `Error: ErrImagePull` beside it only repeats it. */
const isFailedPull = (event: PodEvent, image: PodImage): boolean =>
  event.reason === 'ErrImageNeverPull' ||
  event.reason === 'InspectFailed' ||
  (event.reason === 'Failed' &&
    isFailure(event, image) &&
    !/^Error: (?:ErrImagePull|ImagePullBackOff)$/.test(event.message));

const byInstant = (a: string, b: string) => Date.parse(a) - Date.parse(b);

const isTelling = ({ error }: { error: PullError }) =>
  error.label !== 'backoff-only' && error.label !== 'unknown';

/**
 * `Failed` and `BackOff` are also said of containers that crash; the words tell a failed pull. Some
 * kubelets have reasons of their own (Huawei CCE: FailedPullImage, BackOffPullImage), so a reason
 * that is not the kubelet's is read by its words.
 */
const isFailure = ({ reason, message }: PodEvent, image: PodImage): boolean => {
  if (reason === 'ErrImageNeverPull' || reason === 'InspectFailed') return true;
  if (message.startsWith('Back-off pulling image')) return true;
  if (message.startsWith('Failed to pull image')) return true;
  if (reason !== 'Failed') return false;
  const error = /^Error: (.*)$/s.exec(message)?.[1];
  return error === undefined ? message.includes('Failed to pull image') : isPullReason(error, error, image);
};

const none: ContainerState = { kind: 'none' };

/**
 * A failed pull of exactly this image, told of exactly this container (null: of an image volume).
 */
const failsWith = (events: readonly PodEvent[], container: string | null, image: PodImage, text: string) =>
  events.some(
    (event) => event.container === container && quotedImage(event) === text && isFailure(event, image),
  );

/**
 * The kubelet sets the failure of an image volume as the waiting state of each container that
 * mounts it (1.36, pkg/kubelet/kuberuntime, getImageVolumes). Words such as `no match for platform`
 * name no image: then the events tell whose they are, and a container whose own image was not tried
 * has none.
 */
function raisedByVolume(image: PodImage, events: readonly PodEvent[]): boolean {
  const { state, imageVolumes } = image;
  if (state.kind !== 'waiting' || !isPullReason(state.reason, state.message ?? '', image)) return false;
  if (namesOwn(state.message ?? '', image) || failsWith(events, image.container, image, image.image))
    return false;
  return imageVolumes.some((volume) => failsWith(events, null, image, volume.image));
}

/**
 * Whether the words quote the container's own image; the runtime may write `docker.io/library/` in
 * front.
 */
function namesOwn(message: string, { image }: PodImage): boolean {
  const quoted = quotedIn(message);
  return quoted === image || quoted?.endsWith(`/${image}`) === true;
}

/**
 * The events about an image. `Error: ErrImagePull` quotes none: it belongs to the image that the
 * container's last quoting event is about. A container that mounts image volumes gets the same
 * event for a volume: there it counts beside a quoting one alone.
 */
function ownEvents(events: readonly PodEvent[], image: PodImage): readonly PodEvent[] {
  const tried = image.imageVolumes.length === 0 || failsWith(events, image.container, image, image.image);
  let current = tried ? image.image : '';
  return events.filter((event) => {
    const quoted = event.container === image.container ? quotedImage(event) : undefined;
    if (quoted) current = quoted;
    return concerns(event, image) && (quotedImage(event) === image.image || current === image.image);
  });
}

const quotedIn = (message: string) => /image (?:tag )?"((?:[^"\\]|\\.)*)"/.exec(message)?.[1];

const quotedImage = ({ message }: PodEvent) => quotedIn(message);

/**
 * An event names its container by field path; those about image volumes name none, so the quoted
 * image decides.
 */
function concerns(event: PodEvent, image: PodImage): boolean {
  const quoted = quotedImage(event);
  const other = quoted !== undefined && quoted !== '' && quoted !== image.image;
  if (event.container !== null)
    return event.container === image.container && image.kind !== 'volume' && !other;
  return quoted === image.image;
}

/**
 * From 1.33 the text of a pull secret that cannot be decoded, or of a pull that cannot be written
 * down, is itself the waiting reason and message (pkg/kubelet/images/image_manager.go).
 */
function isPullReason(reason: string, message: string, { imageVolumes }: PodImage): boolean {
  if (failedReasons.has(reason) || reason.startsWith('failed to record image pull intent')) return true;
  const { label } = classifyPullError(message || reason, reason);
  if (label === 'volume-image-error') return imageVolumes.length > 0;
  return label === 'malformed-pull-secret' || label === 'ensure-secret-pulled';
}

/**
 * Charts, policies and signatures have kilobytes; an image without a command that is worth a
 * container has more.
 */
const mostOfArtifact = 4096;

/**
 * containerd 2.1 and later pull any artifact; one without the config of an image then has no
 * command to run. So does an image that was built without one: the size that the kubelet tells of
 * the pull, or the name of the repository, has to speak for an artifact.
 */
function pulledArtifact(image: PodImage, message: string, own: readonly PodEvent[]) {
  if (!/\bno command specified\b/.test(message)) return null;
  const size = own.flatMap(({ message: said }) => /Image size: (\d+) bytes/.exec(said)?.[1] ?? []).at(-1);
  const named = /(?:^|[/])(?:helm|charts?|helm-charts?)[/]|\.(?:sig|att|sbom)$/i.test(image.image);
  if (size === undefined ? !named : Number(size) > mostOfArtifact && !named) return null;
  const error = classifyPullError(message, '');
  return {
    text: message,
    error: { ...error, label: 'manifest-schema-unsupported' as const },
    firstSeen: own[0]?.firstSeen ?? null,
    lastSeen: own.at(-1)?.lastSeen ?? null,
  };
}
