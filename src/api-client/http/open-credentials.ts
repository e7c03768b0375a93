import type { TlsOptions } from 'node:tls';
import { type Sealed, seal } from '../../model/sealed.ts';
// biome-ignore lint/style/noRestrictedImports: a connection's credentials are opened here to be sent
import { unseal } from '../../model/unseal.ts';
import { type CredentialIndex, indexCredentials } from '../../text/redact/matcher.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';

// The one place in src/api-client/ that opens the credentials of a connection: for a request's
// header, the TLS context, the proxy and a credential plugin's environment, and for the OIDC issuer
// that renews a token. What leaves it unsealed goes to undici, node:tls or node:child_process at
// once.

/** A PEM pair. Both are sealed: a certificate's file may hold the key too. */
export interface ClientCertificate {
  readonly certificate: Sealed<string>;
  readonly key: Sealed<string>;
}

/**
 * The Authorization header of a token; one that no header may hold is a ConnectionError that names
 * it as `what`.
 */
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

/**
 * How a credential plugin is started: arguments, variables and the cluster's own settings for it.
 */
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

const namesCredential = /token|secret|passw|key|credential|auth/i;

/**
 * An index by which the credentials of a connection are found in others' words: headers, PEM keys,
 * URLs with a login, and of arguments and settings those whose names say so. It gives none of them
 * away.
 */
export const connectionIndex = (sealed: readonly Sealed<unknown>[]): CredentialIndex =>
  indexCredentials(sealed.flatMap((box) => credentialsOf(unseal(box))));

function credentialsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return ofText(value);
  if (Array.isArray(value))
    return value.map(String).flatMap((argument, index) => {
      const [name = '', inline] = argument.startsWith('-') ? argument.split(/=(.*)/s) : [value[index - 1]];
      return namesCredential.test(String(name)) ? ofText(inline ?? argument) : [];
    });
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === 'string' && namesCredential.test(name) ? ofText(inner) : [],
      )
    : [];
}

function ofText(text: string): readonly string[] {
  const [, scheme = '', rest = ''] = /^(Bearer|Basic) (.*)$/s.exec(text) ?? [];
  if (scheme === 'Bearer') return [rest];
  if (scheme === 'Basic')
    return [
      rest,
      Buffer.from(rest, 'base64')
        .toString()
        .replace(/^[^:]*:/, ''),
    ];
  if (text.includes('-----BEGIN '))
    return [...text.matchAll(/-----BEGIN [^-]{0,60}KEY-----([^-]{1,16000})/g)].map(([, body = '']) => body);
  if (!/^[a-z][a-z\d]*:\/\//i.test(text)) return [text];
  const login = URL.parse(text);
  return login === null || login.password === '' ? [] : [login.password, decodeURIComponent(login.password)];
}
