import type { NonEmpty, Why } from '../../model/finding.ts';

/**
 * How the kubelet's message and the pull secrets contradict each other. `because` names what the
 * evidence gives as the reason.
 */
export interface Disagreement {
  readonly what: string;
  readonly why: NonEmpty<Why>;
  readonly because: 'changed-since' | 'mirror' | 'node' | 'not-retrieved' | null;
  /** What else it may come from; empty where the times settle it. */
  readonly unchecked: readonly string[];
  /** What a new attempt is good for; null where it would tell nothing. */
  readonly retry: string | null;
}

/** What is to be done where the secret changed since. */
export const waitOrRecreate =
  'wait: the kubelet reads the secret again at its next attempt, within 5 minutes; or recreate the Pod to try now';

/** What is to be done where the evidence does not tell why. */
export const newAttempt = 'recreate the Pod: what its next attempt says is of what is there now';
