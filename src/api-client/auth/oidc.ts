import { readFileSync } from 'node:fs';
import { type Sealed, seal } from '../../model/sealed.ts';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import type { AuthOptions } from '../http/credential.ts';
import { openProvider } from '../http/open-credentials.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { AuthProvider } from '../kubeconfig/kubeconfig.ts';
import { parseKubeconfig } from '../kubeconfig/parse-kubeconfig.ts';
import { lockFile } from './lock-file.ts';
import { refreshIdToken } from './oidc-refresh.ts';
import { storeTokens } from './oidc-store.ts';

/** An ID token is renewed ten seconds before it expires. */
const leeway = 10_000;

/**
 * The ID tokens of the auth provider `oidc` (client-go, plugin/pkg/client/auth/oidc): the kubeconfig's as long as it is valid, then one for
 * its refresh token. Many issuers take a refresh token once only: where one gives another, both go into the kubeconfig, as by kubectl, or
 * the user would be logged out of it. Whether the file can be written is found out before the token is spent.
 */
export function oidcTokens(provider: AuthProvider, userName: string, surroundings: AuthOptions) {
  const { env, timeout, neverRenews } = surroundings;
  let config = provider.config;
  let renewal: Promise<Sealed<string> | RequestFailure> | null = null;
  const valid = (): Sealed<string> | null => {
    const { 'id-token': token = '' } = openProvider(config);
    return expiryOf(token) - leeway > Date.now() ? seal(token) : null;
  };
  const renew = async (): Promise<Sealed<string> | RequestFailure> => {
    // whoever held the lock before may have renewed it
    config = readProvider(provider.file, userName)?.config ?? config;
    const stored = valid();
    if (stored !== null) return stored;
    const given = openProvider(config);
    const renewed = await refreshIdToken(given, userName, env, timeout);
    if ('kind' in renewed) return renewed;
    if (renewed['refresh-token'] !== given['refresh-token']) storeTokens(provider.file, userName, renewed);
    config = seal({ ...given, ...renewed });
    return seal(renewed['id-token']);
  };
  return async (): Promise<Sealed<string> | RequestFailure> => {
    const current = valid();
    if (current !== null) return current;
    if (neverRenews) return requestFailure('the ID token has expired');
    renewal ??= locked(provider.file, timeout ?? 30_000, renew).finally(() => {
      renewal = null;
    });
    return renewal;
  };
}

const readProvider = (file: string, userName: string): AuthProvider | undefined =>
  parseKubeconfig(readFileSync(file, 'utf8'), file).users.get(userName)?.authProvider;

async function locked<T>(
  file: string,
  patience: number,
  work: () => Promise<T | RequestFailure>,
): Promise<T | RequestFailure> {
  const release = await lockFile(file, patience);
  if (typeof release === 'string')
    return requestFailure(
      `the ID token has expired, and kubeconfig ${file} cannot be changed to hold a new one (${release})`,
      release === 'EEXIST' ? `remove ${file}.lock when neither kubectl nor pullcheck runs` : 'log in again',
    );
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectionError) return requestFailure(error.message);
    return requestFailure(`the new ID token could not be stored in kubeconfig ${file}`);
  } finally {
    release();
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
