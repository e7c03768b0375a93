import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { tlsFile } from './local-server.ts';

/**
 * Where a proxy leads every connection, and what it tells of each: `api.example:443`, and what the
 * client logged in with.
 */
export interface ProxyTarget {
  readonly port: () => number;
  readonly tell: (host: string, login: string | undefined) => void;
}

/** A proxy for CONNECT, over TLS or not; `forward` answers what a client sends in plain http. */
export function httpProxy(target: ProxyTarget, forward: RequestListener, secure = false): Server {
  const tls = { key: readFileSync(tlsFile('server.key')), cert: readFileSync(tlsFile('server.crt')) };
  const proxy = secure ? createSecureServer(tls, forward) : createServer(forward);
  proxy.on('connect', (request, socket) => {
    target.tell(request.url ?? '', request.headers['proxy-authorization']);
    const server = connectTcp(target.port(), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    join(socket as Socket, server);
  });
  return proxy;
}

/** A SOCKS5 proxy (RFC 1928) without a login. */
export function socksProxy(target: ProxyTarget): TcpServer {
  return createTcpServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const length = request[4] ?? 0;
        const host =
          request[3] === 1 ? request.subarray(4, 8).join('.') : request.subarray(5, 5 + length).toString();
        target.tell(`socks ${host}`, undefined);
        socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        join(socket, connectTcp(target.port(), '127.0.0.1'));
      });
    });
    socket.on('error', () => socket.destroy());
  });
}

function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const end of [one, other]) end.on('error', () => end.destroy());
}

/** Starts a server on a free port of 127.0.0.1; gives `host:port`. */
export function listen(server: TcpServer): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
