import { type Sealed, seal } from '../../model/sealed.ts';
import { type Trouble, trouble } from './answer.ts';
import type { Env } from './connection-options.ts';
import { ConnectionProblem } from './connection-problem.ts';
import type { Cluster, ExecPlugin, User } from './kubeconfig.ts';
import { basic, bearer, type ClientCertificate, pemOf } from './open-credentials.ts';
import type { Target } from './target.ts';
import { readSetting } from './trust.ts';

/** How a request proves who it is from. */
export interface Credentials {
  readonly kind: 'credentials';
  readonly authorization: Sealed<string> | null;
  readonly certificate: ClientCertificate | null;
}

export type CredentialSource = () => Promise<Credentials | Trouble>;

/**
 * Where the requests of a target take their credentials from: token file, token, password and client certificate, or a credential plugin
 * when there is none of them (client-go, plugin/pkg/client/auth/exec). Mistakes in the settings throw now, a plugin runs at first use.
 */
export function credentialSource(target: Target, ca: string | undefined, env: Env): CredentialSource {
  const { user, cluster } = target;
  const who = target.userName === null ? 'the user' : `user "${target.userName}"`;
  const authorization = authorizationOf(user, who);
  const certificate = certificateOf(user, who);
  if (authorization === null && certificate === null && user.exec !== undefined) {
    checkPlugin(user.exec, who);
    return pluginSource(user.exec, cluster, ca, env);
  }
  return async () => ({ kind: 'credentials', authorization, certificate });
}

function authorizationOf(user: User, who: string): Sealed<string> | null {
  const fromFile = user.tokenFile && readSetting(user.tokenFile, `token file of ${who}`).trim();
  if (fromFile === '' && user.token === undefined)
    throw new ConnectionProblem(`token file ${user.tokenFile} of ${who} is empty`);
  const token = fromFile ? seal(fromFile) : (user.token ?? tokenOfProvider(user, who));
  if (token !== undefined) return bearer(token, `the token of ${who}`);
  if (user.username === undefined && user.password === undefined) return null;
  return basic(user.username, user.password);
}

function tokenOfProvider(user: User, who: string): Sealed<string> | undefined {
  const provider = user.authProvider;
  if (provider === undefined) return undefined;
  if (provider.name === 'oidc' && provider.idToken !== undefined) return provider.idToken;
  throw new ConnectionProblem(
    `${who} logs in with the auth provider "${provider.name}", which is not supported: use a credential plugin (exec) instead`,
  );
}

function certificateOf(user: User, who: string): ClientCertificate | null {
  const certificate = sealedPem(
    user.clientCertificateData,
    user.clientCertificate,
    `client certificate of ${who}`,
  );
  const key = sealedPem(user.clientKeyData, user.clientKey, `client key of ${who}`);
  if (certificate === undefined) return null;
  if (key === undefined) throw new ConnectionProblem(`${who} has a client certificate without a client key`);
  return { certificate, key };
}

function sealedPem(
  data: Sealed<string> | undefined,
  file: string | undefined,
  what: string,
): Sealed<string> | undefined {
  if (data !== undefined) return pemOf(data);
  return file === undefined ? undefined : seal(readSetting(file, what));
}

function checkPlugin(plugin: ExecPlugin, who: string): void {
  const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
  const need = (what: string) => new ConnectionProblem(`the credential plugin of ${who} ${what}`);
  if (plugin.command === '') throw need('has no command');
  if (!versions.includes(plugin.apiVersion)) throw need(`needs an apiVersion, one of ${versions.join(', ')}`);
  if (!['Never', 'IfAvailable', 'Always'].includes(plugin.interactiveMode))
    throw need('needs an interactiveMode: Never, IfAvailable or Always');
}

function pluginSource(
  plugin: ExecPlugin,
  cluster: Cluster,
  ca: string | undefined,
  env: Env,
): CredentialSource {
  let running: ReturnType<CredentialSource> | null = null;
  let expires = Number.POSITIVE_INFINITY;
  const run = async (): Promise<Credentials | Trouble> => {
    const caData = ca === undefined ? undefined : Buffer.from(ca).toString('base64');
    const { runExecPlugin } = await import('./exec-plugin.ts');
    const credential = await runExecPlugin(plugin, cluster, caData, env);
    if (credential.kind === 'trouble') return credential;
    expires = credential.expires ?? Number.POSITIVE_INFINITY;
    const { token, certificate, key } = credential;
    try {
      const pair = certificate === undefined || key === undefined ? null : { certificate, key };
      const authorization = token === undefined ? null : bearer(token, 'its token');
      return { kind: 'credentials', authorization, certificate: pair };
    } catch {
      return trouble(`the credential plugin ${plugin.command} returned credentials that cannot be used`);
    }
  };
  // Parallel requests share one run; an expired credential starts another.
  return () => {
    if (running === null || Date.now() >= expires) {
      expires = Number.POSITIVE_INFINITY;
      running = run();
    }
    return running;
  };
}
