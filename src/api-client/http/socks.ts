import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { buildConnector } from 'undici';
import { bareHost } from './tls-name.ts';

/**
 * Connects through a SOCKS5 proxy (RFC 1928), which resolves names, with the login in its URL.
 * undici's own agent for it is experimental, knows neither IPv6 nor percent-encoded logins, and
 * waits for ever when the proxy closes the connection. `timeout` in milliseconds.
 */
export function throughSocks(
  proxy: URL,
  connectTls: buildConnector.connector,
  timeout: number,
): buildConnector.connector {
  return (target, done) => {
    open(proxy, target, timeout).then(
      (socket) => {
        if (target.protocol === 'https:') connectTls({ ...target, httpSocket: socket }, done);
        else done(null, socket);
      },
      (error: unknown) => done(toCoded(error), null),
    );
  };
}

async function open(proxy: URL, target: buildConnector.Options, timeout: number): Promise<Socket> {
  const login = [proxy.username, proxy.password].map(decodeURIComponent);
  const [userId = '', password = ''] = login;
  const { socket } = await SocksClient.createConnection({
    command: 'connect',
    proxy: {
      type: 5,
      host: bareHost(proxy.hostname),
      port: Number(proxy.port || 1080),
      ...(userId === '' && password === '' ? {} : { userId, password }),
    },
    destination: {
      host: bareHost(target.hostname),
      port: Number(target.port || (target.protocol === 'https:' ? 443 : 80)),
    },
    timeout,
  });
  return socket;
}

/** The library's errors have words alone, and hold the login. */
function toCoded(error: unknown): Error {
  const words = error instanceof Error ? error.message : '';
  const code = /timed out/.test(words) ? 'ETIMEDOUT' : (/\bE[A-Z]{4,}\b/.exec(words)?.[0] ?? 'ERR_SOCKS');
  return Object.assign(new Error(words), { code });
}
