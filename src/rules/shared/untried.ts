import type { ImageContext } from '../define-rule.ts';
import { type Change, changes } from './changed.ts';
import { lastAttempt } from './last-attempt.ts';
import { secretOffers } from './offers.ts';

/** The kubelet's longest back-off between two attempts (pkg/kubelet, MaxContainerBackOff). */
export const longestWait = 5 * 60_000;

/**
 * Pull secrets of the Pod that were written after the attempt that the kubelet's message comes
 * from: it says nothing of their content.
 */
export function untriedSecrets(pull: ImageContext): readonly Change[] {
  const last = Date.parse((pull.failure === null ? null : lastAttempt(pull)) ?? '');
  return changes(pull).filter((change) => change.read && Date.parse(change.at) > last);
}

/** The names of untried secrets that the next attempt would send. */
export function untriedOffers(pull: ImageContext): readonly string[] {
  const offered = new Set(secretOffers(pull).map((offer) => offer.secret));
  return untriedSecrets(pull)
    .map((change) => change.name)
    .filter((name) => offered.has(name));
}

/**
 * A pull secret that may be newer than the kubelet's message, and what is not known of the times.
 */
interface PerhapsUntried {
  readonly name: string;
  readonly says: string;
}

/**
 * Pull secrets that may be newer than the kubelet's message: nothing tells when they were written;
 * or nothing tells when the last attempt was, and they were written within the time that the
 * kubelet takes between two.
 */
export function perhapsUntried(pull: ImageContext): readonly PerhapsUntried[] {
  const { failure, evidence } = pull;
  if (failure === null || failure.from === 'none') return [];
  const undated = evidence.secrets.flatMap(({ name, secret }) =>
    secret.status === 'found' && secret.value.changedAt === null && secret.value.createdAt === null
      ? [{ name, says: 'it does not tell when it was written' }]
      : [],
  );
  if (lastAttempt(pull) !== null) return undated;
  const since = Date.parse(evidence.observedAt) - 2 * longestWait;
  const created = Date.parse(evidence.pod.createdAt ?? '');
  const recent = changes(pull).filter(
    ({ read, at }) => read && Date.parse(at) > since && !(Date.parse(at) <= created),
  );
  const says = 'no event tells when the last attempt was';
  return [...undated, ...recent.map(({ name }) => ({ name, says }))];
}
