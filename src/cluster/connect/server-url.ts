import { ConnectionProblem } from './connection-problem.ts';

/** The API server's base URL, without user, query and trailing slash; as in client-go, `host:port` alone means http. */
export function parseServer(server: string): URL {
  const url = read(server);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new ConnectionProblem('the server of the kubeconfig or of --server is not an http or https URL');
  return new URL(url.origin + url.pathname.replace(/\/+$/, ''));
}

/** The user in the server's URL, who counts before the user's token and over plain http too (Go, net/http/client.go); null without. */
export function userInServer(server: string): { username: string; password: string } | null {
  const { username = '', password = '' } = read(server) ?? {};
  if (username === '' && password === '') return null;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function read(server: string): URL | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  return URL.canParse(text) ? new URL(text) : null;
}

/** The URL as messages name it: without a trailing slash. */
export const serverName = (url: URL): string => (url.origin + url.pathname).replace(/\/$/, '');
