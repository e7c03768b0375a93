import type { PullErrorLabel } from '../../model/pull-error.ts';
import { answersLogin, loginErrors } from '../../pull-error/login-errors.ts';
import type { ImageContext } from '../define-rule.ts';
import { openShiftRefusal } from './registries/openshift.ts';
import { isPublicOnly } from './registries/public-only.ts';
import { repositoryOf } from './sources.ts';

export { loginErrors } from '../../pull-error/login-errors.ts';

type Judged = Pick<ImageContext, 'failure' | 'simulation' | 'image' | 'evidence'>;

/**
 * Whether the failure's words may judge the login: a registry that knows logins answered, before
 * the manifest was read.
 */
export const judgesLogin = (pull: Judged): boolean =>
  pull.failure !== null &&
  answersLogin(pull.failure.error) &&
  !isPublicOnly(repositoryOf(pull)) &&
  // its login is the ServiceAccount's own token: openshift-puller-role-missing
  openShiftRefusal(pull) === null;

/** Whether the failure may be about the login; silence may be about anything. */
export const aboutLogin = (pull: Judged): boolean =>
  pull.failure !== null && loginErrors.includes(pull.failure.error.label) && judgesLogin(pull);

/** The words tell nothing of the cause. */
export const isSilent = (label: PullErrorLabel) => label === 'backoff-only' || label === 'unknown';
