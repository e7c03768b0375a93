import type { TlsOptions } from 'node:tls';
import { type Sealed, seal } from '../../model/sealed.ts';
// biome-ignore lint/style/noRestrictedImports: a connection's credentials are opened here to be sent
import { unseal } from '../../model/unseal.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';

// The one place in src/api-client/ that opens the credentials of a connection: for a request's header, the TLS context, the proxy and a
// credential plugin's environment, and for the OIDC issuer that renews a token. What leaves it unsealed goes to undici, node:tls or
// node:child_process at once.

/** A PEM pair. Both are sealed: a certificate's file may hold the key too. */
export interface ClientCertificate {
  readonly certificate: Sealed<string>;
  readonly key: Sealed<string>;
}

/** The Authorization header of a token; one that no header may hold is a ConnectionError that names it as `what`. */
export const bearer = (token: Sealed<string>, what: string): Sealed<string> =>
  seal(`Bearer ${headerText(unseal(token), what)}`);

export const basic = (username = '', password: Sealed<string> = seal('')): Sealed<string> =>
  seal(`Basic ${Buffer.from(`${username}:${unseal(password)}`).toString('base64')}`);

export const authorizationHeader = (value: Sealed<string> | null): { authorization?: string } =>
  value === null ? {} : { authorization: unseal(value) };

/** PEM from the base64 of a kubeconfig. */
export const pemOf = (data: Sealed<string>): Sealed<string> =>
  seal(Buffer.from(unseal(data), 'base64').toString());

export const tlsIdentity = (pair: ClientCertificate | null): Pick<TlsOptions, 'cert' | 'key'> =>
  pair === null ? {} : { cert: unseal(pair.certificate), key: unseal(pair.key) };

/** The URL of a proxy, which may hold a login. */
export const openProxy = (url: Sealed<string>): string => unseal(url);

/** How a credential plugin is started: arguments, variables and the cluster's own settings for it. */
export const openPlugin = <T>(part: Sealed<T>): T => unseal(part);

/** The settings of an auth provider, its tokens and its client's secret among them. */
export const openProvider = openPlugin<Readonly<Record<string, string>>>;

/** UTF-8 bytes as the one-byte characters that Node writes into headers. */
export function headerText(value: string, what: string): string {
  const bytes = Buffer.from(value).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header may not hold
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(bytes))
    throw new ConnectionError(`${what} holds a line break or another control character`);
  return bytes;
}
