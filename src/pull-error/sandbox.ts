import type { PullFailure } from '../model/diagnosis.ts';
import type { PodEvent, PodObject } from '../model/evidence.ts';
import type { PullError } from '../model/pull-error.ts';
import { classifyPullError } from './classify.ts';

/**
 * The pull of the sandbox image as the runtime tells it. `image` is null where the words do not
 * name it.
 */
export interface SandboxPull {
  readonly image: string | null;
  readonly error: PullError;
}

/** `Failed create pod sandbox` is the kubelet's wording before 1.17. */
const opening = /^(?:\(combined from similar events\): )?Failed (?:to )?create pod sandbox: /i;

/**
 * What only a pull says: containerd (`failed to get sandbox image`, from 2.1 `failed to pull
 * image`), CRI-O (`creating pod sandbox with name "k8s_…": initializing source docker://…`),
 * dockershim and cri-dockerd (`failed pulling image`, `No such image`).
 */
const pulls =
  /failed to get sandbox image|(?:failed|unable) (?:to pull|pulling) (?:the )?(?:sandbox |pause |infra )?image|initializing source docker:|(?:Get|Head) "?https?:\/\/[^\s"]{1,2000}\/v2\/|No such image|image verifier|short-name|error pulling image|error parsing HTTP \d{3} response body|pull access denied|toomanyrequests|manifest for \S{1,600} not found/i;

/** A sandbox that fails for another reason, whose words may hold an API server's own refusal. */
const notAPull =
  /network for sandbox|networkPlugin|\bCNI\b|plugin type=|no runtime for|runtime handler|failed to create shim|reserve sandbox name|cgroup|failed to (?:create|start) containerd task/i;

const names =
  /(?:sandbox|pause|infra|pull|pulling)(?: the)?(?: sandbox| pause| infra)? image \\?"([^"\\\s]{1,600})|docker:\/\/([^\s"]{1,600}?)(?=: |"|\s|$)|No such image: ([^\s"]{1,600})/i;

/** The failed pull of the sandbox image in an event's message; null for words of something else. */
export function readSandboxPull(message: string): SandboxPull | null {
  if (!opening.test(message)) return null;
  const words = message.replace(opening, '');
  if (notAPull.test(words) || !pulls.test(words)) return null;
  const [, quoted, source, absent] = names.exec(words) ?? [];
  const error = classifyPullError(inner(words));
  return { image: quoted ?? source ?? absent ?? null, error };
}

const wrappers =
  /^(?:rpc error: code = \w{1,30} desc = |(?:error )?creating pod sandbox with name \\?"[^"]{0,600}": |failed to (?:create|start) sandbox \\?"[^"]{0,600}": |failed to get sandbox image \\?"[^"]{0,600}": |(?:unable to pull|failed (?:to pull|pulling)) (?:the )?(?:sandbox |pause |infra )?image \\?"[^"]{0,600}": )+/i;

/** The runtime's words as it says them of any image. */
const inner = (words: string) => words.replace(wrappers, '');

/**
 * The failed pull of the Pod's sandbox image, by its newest event; null where there is none, where
 * the sandbox came into being since, or where the events tell of a later step.
 */
export function sandboxFailure(pod: PodObject, events: readonly PodEvent[]): PullFailure | null {
  if (pod.hasSandbox === true || pod.images.some(({ state }) => state.kind === 'running')) return null;
  const last = events.findLast(({ reason, message }) => opening.test(message) || laterSteps.includes(reason));
  const pull = last === undefined ? null : readSandboxPull(last.message);
  if (last === undefined || pull === null) return null;
  const { text: _, label: __, ...said } = pull.error;
  return {
    reason: last.reason,
    text: last.message,
    from: 'event',
    error: { ...said, text: last.message, label: 'sandbox-image-error', attempts: [] },
    firstSeen: last.firstSeen,
    lastSeen: last.lastSeen,
  };
}

/** What the kubelet does once a Pod has a sandbox. */
const laterSteps: readonly string[] = ['Pulling', 'Pulled', 'Created', 'Started'];
