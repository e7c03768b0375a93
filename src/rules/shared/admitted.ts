import type { PullError, PullErrorLabel } from '../../model/pull-error.ts';
import type { ImageContext } from '../define-rule.ts';
import { cloudImage } from './cloud/cloud-image.ts';
import { neighbourPods } from './neighbours/neighbour-pods.ts';
import { secretOffers } from './offers.ts';
import { anonymousOutcome, everyLogin, isThereHere, missingHere } from './probe-results.ts';
import { wordsSay } from './sent.ts';
import { registryOf, repositoryOf } from './sources.ts';

/** What a refusal may come from, in words that follow "the registry refuses the pull:". */
export const causeWords = {
  'login-wanted': 'nothing was sent, and a login would do',
  'login-refused': 'what was sent is no valid login',
  'access-lacking': 'the login is good, and may not pull this',
  'image-absent': 'the repository is not there, which the registry does not say',
  'other-refusal': 'an address, a country, a policy, or the login of a proxy cache to its upstream',
} as const;

export type Cause = keyof typeof causeWords;

const any: readonly Cause[] = [
  'login-wanted',
  'login-refused',
  'access-lacking',
  'image-absent',
  'other-refusal',
];

/**
 * The causes that the words of a refused pull allow, before any other evidence. Labels that are not
 * here tell one cause by themselves.
 */
export const admits: Readonly<Partial<Record<PullErrorLabel, readonly Cause[]>>> = {
  'unauthorized-no-credentials': any,
  'unauthorized-bad-credentials': ['login-refused', 'access-lacking', 'image-absent', 'other-refusal'],
  'forbidden-insufficient-scope': any,
  'repository-or-access-denied-ambiguous': any,
  'registry-4xx-other': any,
  'ecr-token-expired': ['login-refused'],
  'backoff-only': any,
  unknown: any,
};

/**
 * The causes that the words alone leave: what they say of the login that was sent, and that a
 * challenge comes before anything else.
 */
export function causesInWords({ label, text }: Pick<PullError, 'label' | 'text'>): ReadonlySet<Cause> {
  const left = new Set(admits[label] ?? []);
  // asked for a login before anything else, the registry did not look for the repository, nor at
  // who asks from where
  if (isChallenge(text)) for (const cause of ['image-absent', 'other-refusal'] as const) left.delete(cause);
  if (nameOfLogin.test(text))
    for (const cause of ['access-lacking', 'image-absent', 'other-refusal'] as const) left.delete(cause);
  return left;
}

/**
 * The causes of a refusal that the evidence leaves. A finding is proven only where the cause that
 * it names is the one left.
 */
export function causesLeft(pull: ImageContext): ReadonlySet<Cause> {
  const left = new Set(causesInWords(pull.failure?.error ?? { label: 'unknown', text: '' }));
  const here = causesHere(pull);
  if (here !== null) return new Set(here);
  if (sendsNothing(pull))
    for (const cause of ['login-refused', 'access-lacking'] as const) left.delete(cause);
  if (sends(pull)) left.delete('login-wanted');
  if (repositorySeen(pull)) left.delete('image-absent');
  if (hasNoAnonymousAccess(pull))
    for (const cause of ['image-absent', 'other-refusal'] as const) left.delete(cause);
  if (repositorySeen(pull) && loginSeen(pull)) left.delete('other-refusal');
  // 401 to a login is about the login, but for registries that answer so for what a login may not
  // see
  if (sends(pull) && unauthorized.includes(pull.failure?.error.label ?? '') && !hidesBehind401(pull))
    for (const cause of any) if (cause !== 'login-refused') left.delete(cause);
  return left;
}

/**
 * The causes that the registry's own answers leave, asked as the node asks; null where they do not
 * tell.
 */
function causesHere(pull: ImageContext): readonly Cause[] | null {
  if (missingHere(pull) === 'repository') return ['image-absent'];
  if (everyLogin(pull, 'login-refused')) return ['login-refused'];
  return everyLogin(pull, 'no-right') ? ['access-lacking', 'image-absent'] : null;
}

/** Only this cause is left. */
export function only(pull: ImageContext, cause: Cause): boolean {
  const left = causesLeft(pull);
  return left.size === 1 && left.has(cause);
}

/**
 * A login is known to be wanted: the registry demanded one (a Basic challenge), has no anonymous
 * access at all, or a neighbour runs the image with a pull secret that it was pulled by.
 */
export const loginSeen = (pull: ImageContext): boolean =>
  challenged(pull) || neighbourWithSecret(pull) || anonymousOutcome(pull) === 'anonymous-refused';

const challenged = (pull: ImageContext) =>
  isChallenge(pull.failure?.error.text ?? '') || hasNoAnonymousAccess(pull);

/** Docker and containerd: a Basic challenge, and no credential for it. */
const isChallenge = (text: string) => /no basic auth credentials/i.test(text);

/** Registries of which nothing can be pulled without a login: ECR's private ones. */
export function hasNoAnonymousAccess({ simulation }: ImageContext): boolean {
  const cloud = cloudImage(simulation.reference);
  return cloud?.cloud === 'aws' && !cloud.open;
}

/** The registry's own words for a login that it does not take. */
const nameOfLogin =
  /incorrect username or password|invalid username(?:\/| or )password|(?:bad|wrong|invalid) (?:username|password|credentials)|HTTP Basic: Access denied|authentication (?:failed|failure)|token (?:has )?expired|password (?:has )?expired/i;

const unauthorized: readonly string[] = ['unauthorized-bad-credentials', 'unauthorized-no-credentials'];

/** quay.io answers 401 for a repository that a good login may not see, or that is not there. */
const hidesBehind401 = (pull: ImageContext) => registryOf(pull) === 'quay.io';

/**
 * The kubelet sent nothing: the words say so, or no entry matches and no word speaks of a
 * credential.
 */
const sendsNothing = (pull: ImageContext) =>
  wordsSay(pull) === 'no' || (pull.simulation.kind === 'anonymous' && wordsSay(pull) !== 'yes');

const sends = (pull: ImageContext) =>
  wordsSay(pull) === 'yes' || (secretOffers(pull).length > 0 && wordsSay(pull) !== 'no');

const runningNeighbours = (pull: ImageContext) =>
  neighbourPods(pull).flatMap((pod) =>
    pod.images
      .filter((image) => image.state === 'runs' && image.repository === repositoryOf(pull))
      .map((image) => ({ pod, image })),
  );

/** A neighbour runs an image of this very repository. */
export const repositorySeen = (pull: ImageContext) => runningNeighbours(pull).length > 0 || isThereHere(pull);

/** It asked the registry (Always), and could do so by the secret that it lists. */
const neighbourWithSecret = (pull: ImageContext) =>
  runningNeighbours(pull).some(
    ({ pod, image }) => image.pullPolicy === 'Always' && pod.imagePullSecrets.length > 0,
  ) &&
  !runningNeighbours(pull).some(
    ({ pod, image }) => image.pullPolicy === 'Always' && pod.imagePullSecrets.length === 0,
  );
