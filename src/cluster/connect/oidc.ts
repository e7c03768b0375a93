import { closeSync, openSync, rmSync } from 'node:fs';
import { type Sealed, seal } from '../../model/sealed.ts';
import { type Trouble, trouble } from './answer.ts';
import type { Env } from './connection-options.ts';
import { ConnectionProblem } from './connection-problem.ts';
import type { AuthProvider } from './kubeconfig.ts';
import { refreshIdToken } from './oidc-refresh.ts';
import { storeTokens } from './oidc-store.ts';
import { openProvider } from './open-credentials.ts';

/** An ID token is renewed ten seconds before it expires. */
const leeway = 10_000;

/**
 * The ID tokens of the auth provider `oidc` (client-go, plugin/pkg/client/auth/oidc): the kubeconfig's as long as it is valid, then one for
 * its refresh token. Many issuers take a refresh token once only: where one gives another, both go into the kubeconfig, as by kubectl, or
 * the user would be logged out of it. Whether the file can be written is found out before the token is spent.
 */
export function oidcTokens(provider: AuthProvider, userName: string, env: Env, timeout: number | null) {
  let config = provider.config;
  let renewal: Promise<Sealed<string> | Trouble> | null = null;
  return async (): Promise<Sealed<string> | Trouble> => {
    const { 'id-token': current = '', 'refresh-token': refresh } = openProvider(config);
    if (expiryOf(current) - leeway > Date.now()) return seal(current);
    renewal ??= locked(provider.file, async () => {
      const renewed = await refreshIdToken(openProvider(config), userName, env, timeout);
      if ('kind' in renewed) return renewed;
      if (renewed['refresh-token'] !== refresh) storeTokens(provider.file, userName, renewed);
      config = seal({ ...openProvider(config), ...renewed });
      return seal(renewed['id-token']);
    }).finally(() => {
      renewal = null;
    });
    return renewal;
  };
}

/** Holds the lock that kubectl takes to change a kubeconfig (client-go, tools/clientcmd/config.go). */
async function locked<T>(file: string, work: () => Promise<T | Trouble>): Promise<T | Trouble> {
  const lock = `${file}.lock`;
  try {
    closeSync(openSync(lock, 'wx'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
    return trouble(
      `the ID token has expired, and kubeconfig ${file} cannot be changed to hold a new one (${code})`,
      code === 'EEXIST' ? `remove ${lock} when no kubectl runs` : 'log in again',
    );
  }
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectionProblem) return trouble(error.message);
    return trouble(`the new ID token could not be stored in kubeconfig ${file}`);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Epoch milliseconds of the `exp` of a JWT; 0 without one. */
function expiryOf(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const expiry = claims !== null && typeof claims === 'object' && 'exp' in claims ? claims.exp : 0;
    return typeof expiry === 'number' ? expiry * 1000 : 0;
  } catch {
    return 0;
  }
}
