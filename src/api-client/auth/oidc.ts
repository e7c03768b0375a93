import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Sealed, seal } from '../../model/sealed.ts';
import { shellWord } from '../../text/shell-word.ts';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import type { AuthOptions, CredentialSource } from '../http/credential.ts';
import { bearer, type ClientCertificate, openProvider } from '../http/open-credentials.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import type { AuthProvider } from '../kubeconfig/kubeconfig.ts';
import { parseKubeconfig } from '../kubeconfig/parse-kubeconfig.ts';
import { endWithUs, locate } from './child.ts';

/** client-go takes an ID token for expired ten seconds early (plugin/pkg/client/auth/oidc). */
const leeway = 10_000;
const patience = 30_000;

/**
 * Credentials of an auth provider: of `oidc`, the only one that kubectl still has. The kubeconfig's
 * ID token is sent while it is valid. An expired one is renewed by kubectl, which also stores it:
 * many issuers take a refresh token only once, so that renewing it here would log kubectl out.
 */
export function providerSource(
  provider: AuthProvider,
  userName: string,
  certificate: ClientCertificate | null,
  options: AuthOptions,
): CredentialSource {
  if (provider.name !== 'oidc')
    throw new ConnectionError(
      `user "${userName}" logs in with the auth provider "${provider.name}", which is not supported: use a credential plugin (exec) instead`,
    );
  let current = provider;
  let renewal: Promise<Sealed<string> | RequestFailure> | null = null;
  const renew = async (): Promise<Sealed<string> | RequestFailure> => {
    const { 'id-token': old = '' } = openProvider(current.config);
    const expired =
      old === '' ? `user "${userName}" has no ID token` : `the ID token of user "${userName}" has expired`;
    if (options.neverRenews) return requestFailure(expired);
    const args = ['get', '--raw', '/version', ...options.kubectlFlags];
    const remedy = `run \`${['kubectl', ...args].map(shellWord).join(' ')}\` once, which renews it`;
    const fault = await runKubectl(args, options);
    if (fault !== null) return requestFailure(`${expired}, and ${fault}`, remedy);
    current = readProvider(provider.file, userName) ?? current;
    return validToken(current) ?? requestFailure(`${expired}, and kubectl did not renew it`, remedy);
  };
  return async () => {
    const token = validToken(current);
    if (token !== null)
      return { kind: 'credentials', authorization: bearer(token, 'the ID token'), certificate };
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    const renewed = await renewal;
    if ('kind' in renewed) return renewed;
    return { kind: 'credentials', authorization: bearer(renewed, 'the ID token'), certificate };
  };
}

/** Null where the kubeconfig cannot be read any more, or lost the entry. */
function readProvider(file: string, userName: string): AuthProvider | null {
  try {
    return parseKubeconfig(readFileSync(file, 'utf8'), file).users.get(userName)?.authProvider ?? null;
  } catch {
    return null;
  }
}

/** What kept kubectl from running; null where it ran, whatever the API server answered to it. */
async function runKubectl(args: readonly string[], { env, timeout }: AuthOptions): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const located = locate(kubectlOf(env), env);
  const notStarted = 'kubectl, which renews it, could not be started';
  if (typeof located === 'string') return notStarted;
  const { spawn } = await import('node:child_process');
  let started: ChildProcess | null = null;
  const release = endWithUs(() => started);
  const child = spawn(located.path, args, { env, stdio: 'ignore', timeout: timeout ?? patience });
  started = child;
  child.on('error', () => {
    release();
    resolve(notStarted);
  });
  child.on('close', () => {
    release();
    resolve(null);
  });
  return promise;
}

/** kubectl 1.37 and newer tell a plugin where they are; others are on PATH. */
const kubectlOf = (env: Env) => env['KUBECTL_PATH'] || 'kubectl';

function validToken({ config }: AuthProvider): Sealed<string> | null {
  const { 'id-token': token = '' } = openProvider(config);
  return expiryOf(token) - leeway > Date.now() ? seal(token) : null;
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
