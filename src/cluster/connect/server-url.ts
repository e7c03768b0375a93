import { ConnectionProblem } from './connection-problem.ts';

/** A URL, or null for a text that is none; URL.canParse takes some texts that the constructor refuses. */
export function parseUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** The API server's base URL, without user, query and trailing slash; as in client-go, `host:port` alone means http. */
export function parseServer(server: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  const url = parseUrl(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new ConnectionProblem('the server of the kubeconfig or of --server is not an http or https URL');
  return new URL(url.origin + url.pathname.replace(/\/+$/, ''));
}

/** A server as a kubeconfig or a flag gives it, without a login, a query and a fragment: none of them is sent. */
export const withoutLogin = <T extends string | undefined>(server: T) =>
  server?.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '$1');

/** The URL as messages name it: without a trailing slash. */
export const serverName = (url: URL): string => (url.origin + url.pathname).replace(/\/$/, '');
