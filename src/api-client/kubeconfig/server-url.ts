import { seal } from '../../model/sealed.ts';
import { ConnectionError } from './connection-error.ts';
import { defined } from './defined.ts';
import type { Cluster, ServerLogin } from './kubeconfig.ts';

/**
 * A URL, or null for a text that is none; URL.canParse takes some texts that the constructor
 * refuses.
 */
export function parseUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/**
 * The API server's base URL, without user, query and trailing slash; as in client-go, `host:port`
 * alone means http.
 */
export function parseServer(server: string): URL {
  const url = read(server);
  if (server.includes('@'))
    throw new ConnectionError(
      'the server of the kubeconfig or of --server has an @ where no login can be: the URL begins with https://, and in a login / ? # are percent-encoded',
    );
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new ConnectionError('the server of the kubeconfig or of --server is not an http or https URL');
  return new URL(url.origin + url.pathname.replace(/(?<!\/)\/+$/, ''));
}

/**
 * A server as a kubeconfig or a flag gives it, without a login, a query and a fragment. Of one that
 * is mistyped (`https:/jane:…@host`) nothing is left before the last @, which parseServer refuses.
 */
export function withoutLogin(server: string): string {
  const [, scheme = '', rest = `…@${server.replace(/^.*@/s, '')}`] =
    /^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?([^@]*)$/is.exec(server) ?? [];
  return scheme + rest.replace(/[?#].*$/s, '');
}

/** What the URL of a server says: where it is, and who logs in. */
export const splitServer = (server: string): Pick<Cluster, 'server' | 'serverLogin'> =>
  defined({ server: withoutLogin(server), serverLogin: userInServer(server) });

/**
 * The user in a server's URL, who counts before the user's token and over plain http too (Go,
 * net/http/client.go); undefined without.
 */
function userInServer(server: string): ServerLogin | undefined {
  const { username = '', password = '' } = read(server) ?? {};
  if (username === '' && password === '') return undefined;
  try {
    return { username: decodeURIComponent(username), password: seal(decodeURIComponent(password)) };
  } catch {
    throw new ConnectionError('the login in the URL of the server is not percent-encoded as it has to be');
  }
}

const read = (server: string): URL | null =>
  parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`);

/** The URL as messages name it: without a trailing slash. */
export const serverName = (url: URL): string => (url.origin + url.pathname).replace(/\/$/, '');
