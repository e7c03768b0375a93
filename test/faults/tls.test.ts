import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { tlsFile } from '../api-client/local-server.ts';
import { kubeconfigFor } from '../support/fault-run.ts';
import { runProgram } from '../support/run-program.ts';

const open: (() => void)[] = [];
afterAll(() => {
  for (const close of open) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const pem = (name: string) => readFileSync(tlsFile(name));
const answers = (socket: Socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
};
const tls =
  (certificate: string, options: TlsOptions = {}) =>
  () =>
    createTls({ key: pem(`${certificate}.key`), cert: pem(`${certificate}.crt`), ...options }, answers);
const tcp = (answer: (socket: Socket) => void) => () => createServer(answer);

/**
 * What stands at the server's address, what the kubeconfig says of it, and what the one line has to
 * tell.
 */
interface TlsFault {
  readonly name: string;
  readonly server: () => Server;
  readonly cluster?: object;
  readonly user?: object;
  readonly scheme?: 'http';
  readonly says: RegExp;
}

const noAuthority = { 'certificate-authority': undefined };
const client = { 'client-certificate': tlsFile('client.crt'), 'client-key': tlsFile('client.key') };

const tlsFaults: readonly TlsFault[] = [
  {
    name: 'an authority that is not trusted',
    server: tls('server'),
    cluster: noAuthority,
    says: /an authority that is not trusted; check certificate-authority-data/,
  },
  { name: 'an expired certificate', server: tls('expired'), says: /has expired; renew it/ },
  {
    name: 'a certificate for another name',
    server: tls('other-name'),
    says: /for another name; .*--tls-server-name/,
  },
  {
    name: 'a certificate of the future',
    server: tls('future'),
    cluster: { 'certificate-authority': tlsFile('future.crt') },
    says: /not valid yet; check the clock/,
  },
  {
    name: 'a client certificate is required',
    server: tls('server', { requestCert: true, rejectUnauthorized: true, ca: pem('ca.crt') }),
    says: /client certificate/,
  },
  {
    name: 'a client certificate is required, TLS 1.2',
    server: tls('server', {
      ...{ requestCert: true, rejectUnauthorized: true, ca: pem('ca.crt') },
      maxVersion: 'TLSv1.2',
    }),
    says: /client certificate/,
  },
  {
    name: 'the client certificate is rejected',
    server: tls('server', { requestCert: true, rejectUnauthorized: true, ca: pem('future.crt') }),
    user: client,
    says: /client certificate/,
  },
  {
    name: 'plain http behind https://',
    server: tcp(answers),
    says: /does not speak TLS; .*begin its URL with http:\/\//,
  },
  {
    name: 'TLS behind http://',
    server: tls('server'),
    scheme: 'http',
    says: /begin its URL with https:\/\//,
  },
  {
    name: 'a version of TLS that is too old',
    server: tls('server', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    says: /version of TLS/,
  },
  {
    name: 'a handshake that is broken off',
    server: tcp((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    }),
    says: /closed the connection/,
  },
  {
    name: 'a handshake that is reset',
    server: tcp((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.resetAndDestroy());
    }),
    says: /closed the connection/,
  },
  {
    name: 'a handshake that is never answered',
    server: tcp((socket) => {
      socket.on('error', () => undefined);
    }),
    says: /did not answer within 2 s/,
  },
];

describe.concurrent('TLS', () => {
  it.each(tlsFaults)('$name: one line and 3', async ({ server, cluster, user, scheme = 'https', says }) => {
    const url = `${scheme}://127.0.0.1:${await listen(server())}`;
    const env = { KUBECONFIG: kubeconfigFor(url, cluster, user) };
    const run = await runProgram(['pod', 'web', '--request-timeout=2s'], { env });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(
      /^error: Pod web in namespace shop could not be read: the API server at .*\n$/,
    );
    expect(run.stderr).toMatch(says);
  });
});
