import type { PullAttempt, PullErrorLabel } from '../model/pull-error.ts';

/**
 * The pull errors that a wrong, unused or absent credential can explain; without telling words any
 * of them is possible.
 */
export const loginErrors: readonly PullErrorLabel[] = [
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'repository-or-access-denied-ambiguous',
  'backoff-only',
  'unknown',
];

const judges: readonly PullAttempt['party'][] = ['registry', 'token-service', null];
const before: readonly PullAttempt['step'][] = ['token', 'resolve', null];

/**
 * Whether an answer may be about the login: only a registry or its token service judges that, and
 * before the manifest is read.
 */
export const answersLogin = ({ party, step, page, policy }: PullAttempt): boolean =>
  judges.includes(party) && before.includes(step) && !page && !policy;

/**
 * Whether the image's own registry refused the login, or wanted one, after its mirrors had failed
 * in another way.
 */
export const registryRefused = ({ registryLabel }: PullAttempt): boolean =>
  registryLabel !== null &&
  registryLabel !== 'unknown' &&
  registryLabel !== 'backoff-only' &&
  loginErrors.includes(registryLabel);
