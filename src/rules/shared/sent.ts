import { answersLogin } from '../../pull-error/login-errors.ts';
import type { ImageContext } from '../define-rule.ts';
import { nodeIdentity } from './cloud/node-identity.ts';
import { registryOf } from './sources.ts';

/**
 * What the words of all attempts together prove: `no` where each tells that it carried no
 * credential, `yes` where one tells that it carried one.
 */
export function wordsSay({ failure }: ImageContext): 'yes' | 'no' | 'unknown' {
  const attempts = failure?.error.attempts ?? [];
  if (attempts.some((attempt) => attempt.credentialSent === 'yes')) return 'yes';
  const none = attempts.length > 0 && attempts.every((attempt) => attempt.credentialSent === 'no');
  return none ? 'no' : 'unknown';
}

/**
 * Registries known to refuse an anonymous token with a bare 401: there the words tell nothing of a
 * login.
 */
const refuseTokens = /^(?:quay\.io|nvcr\.io|.+\.gitlab\.com|ghcr\.io)$/;

/**
 * No pull secret matches, and the registry answers a bare 401. containerd stops at `no basic auth
 * credentials` where it has no login for one that asks for a password
 * (core/remotes/docker/authorizer.go), so it sent one, which is the node's own (config.json,
 * credential provider plugin), or the registry refused an anonymous token without a reason.
 */
export function mayBeRefusedLogin(pull: ImageContext): boolean {
  const { failure, simulation } = pull;
  if (failure?.error.label !== 'unauthorized-no-credentials' || simulation.kind !== 'anonymous') return false;
  const bare = failure.error.attempts.every(
    (attempt) =>
      attempt.status === 401 &&
      attempt.credentialSent === 'unknown' &&
      attempt.step !== 'token' &&
      answersLogin(attempt) &&
      /unexpected status (?:code \[manifests|from (?:HEAD|GET) request)/.test(attempt.text),
  );
  return bare && nodeIdentity(pull) === null && !refuseTokens.test(registryOf(pull));
}
