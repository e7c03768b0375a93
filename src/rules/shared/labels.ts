import type { PullErrorLabel } from '../../model/pull-error.ts';

export { aboutLogin, answersLogin, loginErrors } from '../../pull-error/login-errors.ts';

/** The words tell nothing of the cause. */
export const isSilent = (label: PullErrorLabel) => label === 'backoff-only' || label === 'unknown';
