import { type Sealed, seal } from '../../model/sealed.ts';
import { requestFailure } from '../http/answer.ts';
import type { AuthOptions, CredentialSource } from '../http/credential.ts';
import { basic, bearer, type ClientCertificate, pemOf } from '../http/open-credentials.ts';
import { readSetting } from '../http/trust.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { User } from '../kubeconfig/kubeconfig.ts';
import type { Target } from '../kubeconfig/target.ts';
import { providerSource } from './oidc.ts';
import { checkPlugin, pluginSource } from './plugin-source.ts';
import { tokenFromFile } from './token-file.ts';

/**
 * Where the requests of a target take their credentials from: token file, token, password, client
 * certificate, and where there is none of them a credential plugin (client-go,
 * plugin/pkg/client/auth/exec). Mistakes in the settings throw now; a plugin runs, and an ID token
 * is renewed, at first use.
 */
export function credentialSource(
  target: Target,
  ca: string | undefined,
  options: AuthOptions,
): CredentialSource {
  const source = sourceFor(target, ca, options);
  return () =>
    source().catch((error: unknown) => {
      if (error instanceof ConnectionError) return requestFailure(error.message);
      throw error;
    });
}

function sourceFor(target: Target, ca: string | undefined, options: AuthOptions): CredentialSource {
  const { user, cluster } = target;
  const who = target.userName === null ? 'the user' : `user "${target.userName}"`;
  if (user.exec !== undefined && user.authProvider !== undefined)
    throw new ConnectionError(`a credential plugin and an auth provider of ${who} exclude each other`);
  const authorization = authorizationOf(user, who);
  const certificate = certificateOf(user, who);
  if (authorization !== null)
    return async () => ({ kind: 'credentials', authorization: authorization(), certificate });
  if (user.authProvider !== undefined)
    return providerSource(user.authProvider, target.userName ?? '', certificate, options);
  if (certificate === null && user.exec !== undefined) {
    checkPlugin(user.exec, who);
    return pluginSource(user.exec, cluster, ca, options);
  }
  return async () => ({ kind: 'credentials', authorization: null, certificate });
}

function authorizationOf(user: User, who: string): (() => Sealed<string>) | null {
  const { username, password, token, tokenFile } = user;
  const login = username !== undefined || password !== undefined;
  if (login && (token !== undefined || tokenFile !== undefined))
    throw new ConnectionError(`${who} has more than one way to log in: a token and a password`);
  if (password !== undefined && username === undefined && !hasOther(user))
    throw new ConnectionError(`${who} has a password and no user name`);
  if (username !== undefined) return () => basic(username, password);
  const what = `the token of ${who}`;
  if (tokenFile !== undefined) {
    const fromFile = tokenFromFile(tokenFile, token, who);
    bearer(fromFile(), what);
    return () => bearer(fromFile(), what);
  }
  if (token === undefined) return null;
  const authorization = bearer(token, what);
  return () => authorization;
}

/**
 * Whether there is a way to log in besides a password, which counts for nothing without a user
 * name.
 */
const hasOther = (user: User) =>
  [user.clientCertificate, user.clientCertificateData, user.exec, user.authProvider].some(
    (one) => one !== undefined,
  );

function certificateOf(user: User, who: string): ClientCertificate | null {
  const certificate = sealedPem(
    user.clientCertificateData,
    user.clientCertificate,
    `client certificate of ${who}`,
  );
  const key = sealedPem(user.clientKeyData, user.clientKey, `client key of ${who}`);
  if (certificate === undefined) return null;
  if (key === undefined) throw new ConnectionError(`${who} has a client certificate without a client key`);
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
