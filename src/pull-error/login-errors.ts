import type { PullErrorLabel } from '../model/pull-error.ts';

/** The pull errors that a wrong, unused or absent credential can explain; without telling words any of them is possible. */
export const loginErrors: readonly PullErrorLabel[] = [
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'repository-or-access-denied-ambiguous',
  'backoff-only',
  'unknown',
];
