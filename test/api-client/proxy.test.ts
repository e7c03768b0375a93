import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askThrough } from './ask-through.ts';
import { type LocalServer, startHttp2, tlsFile } from './local-server.ts';

let server: LocalServer;
let tunnels: string[] = [];
let answer = 'HTTP/1.1 200 Connection established\r\n\r\n';
const proxy: Server = createServer((request, response) => {
  tunnels.push(`${request.method} ${request.url}`);
  response.end('{"from":"proxy"}');
});
proxy.on('connect', (request, socket) => {
  const authorization = request.headers['proxy-authorization'] ?? 'no password';
  tunnels.push(`CONNECT ${request.headers['authorization'] ?? 'no token'}, ${authorization}`);
  socket.write(answer);
  if (answer === '') return;
  if (!answer.startsWith('HTTP/1.1 200')) return void socket.end();
  const target = connectTcp(Number(new URL(server.url).port), '127.0.0.1');
  socket.pipe(target).pipe(socket);
  for (const end of [socket, target]) end.on('error', () => end.destroy());
});

const portOf = (one: { address(): string | AddressInfo | null }) => (one.address() as AddressInfo).port;

beforeAll(async () => {
  server = await startHttp2((_, response) => void response.end('{"from":"server"}'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  proxy.close();
});
beforeEach(() => {
  tunnels = [];
  answer = 'HTTP/1.1 200 Connection established\r\n\r\n';
});

const ask = (proxyUrl: string | undefined, target = server.url, env = {}, requestTimeout = '3s') =>
  askThrough(proxyUrl, target, { env, requestTimeout, tlsServerName: 'localhost' });

describe('through a proxy', () => {
  it('https is tunnelled, the token stays inside', async () => {
    const reply = await ask(`http://jane:p%40ss@127.0.0.1:${portOf(proxy)}`);
    expect(reply).toMatchObject({ text: '{"from":"server"}' });
    expect(tunnels).toEqual([`CONNECT no token, Basic ${Buffer.from('jane:p@ss').toString('base64')}`]);
  });

  it('a proxy from the environment is used the same way', async () => {
    const reply = await ask(undefined, 'https://api.example:6443', {
      HTTPS_PROXY: `127.0.0.1:${portOf(proxy)}`,
    });
    expect(reply).toMatchObject({ text: '{"from":"server"}' });
    expect(tunnels).toEqual(['CONNECT no token, no password']);
  });

  it.each(['/path', '/?x=1#f'])('what follows the host of the proxy counts for nothing: %s', async (rest) => {
    const reply = await ask(`http://127.0.0.1:${portOf(proxy)}${rest}`);
    expect(reply).toMatchObject({ text: '{"from":"server"}' });
  });

  it('a login of the proxy that cannot be decoded is a mistake', async () => {
    await expect(ask(`http://u:p%ZZ@127.0.0.1:${portOf(proxy)}`)).rejects.toThrow(
      /^the login in proxy-url is not percent-encoded as it has to be$/,
    );
  });

  it('http is forwarded', async () => {
    const reply = await ask(undefined, 'http://api.example', {
      HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
    });
    expect(reply).toMatchObject({ text: '{"from":"proxy"}' });
    expect(tunnels).toEqual(['GET http://api.example/x']);
  });
});

describe('a proxy that does not help', () => {
  const through = (port: number) => `the API server at ${server.url} (through the proxy 127.0.0.1:${port})`;

  it.each([407, 403, 502])('answers %i', async (code) => {
    answer = `HTTP/1.1 ${code} No\r\n\r\n`;
    const port = portOf(proxy);
    expect(await ask(`http://jane:s3cret@127.0.0.1:${port}`)).toEqual({
      kind: 'failure',
      problem: `${through(port)} could not be reached: the proxy answered ${code}`,
    });
  });

  it('never answers', async () => {
    answer = '';
    expect(await ask(`http://127.0.0.1:${portOf(proxy)}`, server.url, {}, '300ms')).toMatchObject({
      problem: `${through(portOf(proxy))} did not answer within 0.3 s`,
    });
  });

  it('is not there', async () => {
    expect(await ask('http://127.0.0.1:1')).toMatchObject({
      problem: `the proxy 127.0.0.1:1 to the API server at ${server.url} refused the connection`,
      remedy: 'check the proxy-url of the cluster or HTTPS_PROXY, and your network',
    });
  });
});

describe('a proxy over TLS, by its address', () => {
  it.each([
    ['server', { text: '{"from":"server"}' }],
    [
      'other-name',
      { problem: expect.stringMatching(/: the proxy presented a certificate for another name$/) },
    ],
  ])('has to show a certificate of the address: %s', async (certificate, expected) => {
    const secure = createSecureServer({
      key: readFileSync(tlsFile(`${certificate}.key`)),
      cert: readFileSync(tlsFile(`${certificate}.crt`)),
    });
    for (const listener of proxy.listeners('connect')) secure.on('connect', listener as () => void);
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    expect(await ask(`https://127.0.0.1:${portOf(secure)}`)).toMatchObject(expected);
    expect(tunnels.length).toBe(certificate === 'server' ? 1 : 0);
    secure.close();
  });
});
