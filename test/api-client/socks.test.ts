import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askThrough } from './ask-through.ts';
import { type LocalServer, startHttp2 } from './local-server.ts';

let server: LocalServer;
const proxies: Server[] = [];
beforeAll(async () => {
  server = await startHttp2((_, response) => void response.end('{"from":"server"}'));
});
afterAll(() => server.close());
afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
});

/**
 * A SOCKS5 proxy (RFC 1928) that wants a login (RFC 1929) where one is offered, tells what it is
 * asked for, and answers with `code`.
 */
async function startProxy(told: string[], { host = '127.0.0.1', code = 0, closes = false } = {}) {
  const read = (socket: Socket) =>
    new Promise<Buffer>((resolve) => socket.once('data', (data: Buffer) => resolve(data)));
  const proxy = createServer(async (socket) => {
    socket.on('error', () => socket.destroy());
    const greeting = await read(socket);
    if (closes) return void socket.destroy();
    const withLogin = greeting.subarray(2).includes(2);
    socket.write(Buffer.from([5, withLogin ? 2 : 0]));
    if (withLogin) {
      const login = await read(socket);
      const split = 2 + (login[1] ?? 0);
      told.push(`${login.subarray(2, split)} ${login.subarray(split + 1)}`);
      socket.write(Buffer.from([1, 0]));
    }
    const asked = await read(socket);
    const [, , , type = 0, length = 0] = asked;
    told.push(
      type === 3
        ? `name ${asked.subarray(5, 5 + length)}`
        : `address ${asked.subarray(4, -2).toString('hex')}`,
    );
    socket.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
    const target = connectTcp(asked.readUInt16BE(asked.length - 2), '127.0.0.1');
    target.on('error', () => target.destroy());
    socket.pipe(target).pipe(socket);
  });
  proxies.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, host, resolve));
  return (proxy.address() as AddressInfo).port;
}

const ask = (proxyUrl: string, address = server.url, requestTimeout = '5s') =>
  askThrough(proxyUrl, address, { requestTimeout, tlsServerName: '127.0.0.1' });

describe('through a SOCKS5 proxy', () => {
  it.each([
    ['127.0.0.1', 'address 7f000001'],
    ['[::1]', `address ${'0'.repeat(31)}1`],
    ['api.example', 'name api.example'],
  ])('to %s, over one connection', async (host, asked) => {
    const told: string[] = [];
    const port = await startProxy(told);
    const address = server.url.replace('127.0.0.1', host);
    expect(await ask(`socks5://127.0.0.1:${port}`, address)).toMatchObject({ text: '{"from":"server"}' });
    expect(told).toEqual([asked]);
  });

  it('to a server without TLS', async () => {
    const told: string[] = [];
    const port = await startProxy(told);
    const plain = createHttp((_, response) => void response.end('{"from":"plain"}'));
    proxies.push(plain);
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const target = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    expect(await ask(`socks5://127.0.0.1:${port}`, target)).toMatchObject({ text: '{"from":"plain"}' });
    expect(told).toEqual(['address 7f000001']);
  });

  it('with a login that is percent-encoded', async () => {
    const told: string[] = [];
    const port = await startProxy(told);
    expect(await ask(`socks5://jane:p%40s%3As@127.0.0.1:${port}`)).toMatchObject({ kind: 'reply' });
    expect(told[0]).toBe('jane p@s:s');
  });

  it('at an IPv6 address', async () => {
    const told: string[] = [];
    const port = await startProxy(told, { host: '::1' });
    expect(await ask(`socks5://[::1]:${port}`)).toMatchObject({ kind: 'reply' });
  });
});

describe('a SOCKS5 proxy that does not help', () => {
  const through = (port: number) => `the API server at ${server.url} (through the proxy 127.0.0.1:${port})`;

  it.each([
    [{ closes: true }, 'Socket closed'],
    [{ code: 2 }, 'Socks5 proxy rejected connection - NotAllowed'],
    [{ code: 4 }, 'Socks5 proxy rejected connection - HostUnreachable'],
  ])('%j', async (behaviour, words) => {
    const port = await startProxy([], behaviour);
    expect(await ask(`socks5://jane:hunter2@127.0.0.1:${port}`, undefined, '0')).toEqual({
      kind: 'failure',
      problem: `${through(port)} could not be reached: the proxy failed (${words})`,
      remedy: 'check the proxy and the login in its URL',
    });
  });

  it('is not there', async () => {
    expect(await ask('socks5://127.0.0.1:1')).toMatchObject({
      problem: `the proxy 127.0.0.1:1 to the API server at ${server.url} refused the connection`,
      remedy: 'check the proxy-url of the cluster or HTTPS_PROXY, and your network',
    });
  });
});
