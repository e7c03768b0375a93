import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/api-client/connect.ts';
import { openTransport } from '../../src/api-client/http/transport.ts';
import { explainFailure } from '../../src/api-client/http/transport-failure.ts';
import type { ConnectionOptions } from '../../src/api-client/kubeconfig/connection-options.ts';
import { type LocalServer, startHttp2, startHttps, tlsFile } from './local-server.ts';

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const keep = <T extends { close(): void | Promise<void> }>(one: T): T => {
  open.push(one);
  return one;
};

const serve = async (answer: RequestListener, certificate?: string): Promise<LocalServer> =>
  keep(await startHttps(answer, certificate));

function connectTo(server: string, options: ConnectionOptions = {}, env = {}, log?: (line: string) => void) {
  const flags = { server, certificateAuthority: tlsFile('ca.crt'), requestTimeout: '2s', ...options };
  return keep(connect(flags, { KUBECONFIG: ':', ...env }, log === undefined ? {} : { log }));
}

async function ask(server: string, options?: ConnectionOptions, env = {}, path = '/x') {
  const connection = connectTo(server, options, env);
  return connection.request({ method: 'GET', url: connection.server + path });
}

const ok: RequestListener = (_, response) => void response.end('{}');

describe('connections', () => {
  it('are kept for requests one after the other', async () => {
    const server = await serve(ok);
    const connection = connectTo(server.url);
    for (let round = 0; round < 5; round++)
      expect(await connection.request({ method: 'GET', url: `${server.url}/x` })).toMatchObject({
        code: 200,
      });
    expect(server.connections()).toBe(1);
  });

  it('carry parallel requests together over HTTP/2', async () => {
    const server = keep(await startHttp2(ok));
    const connection = connectTo(server.url);
    const get = () => connection.request({ method: 'GET', url: `${server.url}/x` });
    await get();
    const answers = await Promise.all(Array.from({ length: 8 }, get));
    expect(answers.map((answer) => answer.kind)).toEqual(Array(8).fill('reply'));
    expect(server.connections()).toBe(1);
  });

  it('send the groups to impersonate one by one, also to an HTTP/2 server', async () => {
    let seen: readonly string[] = [];
    const server = keep(
      await startHttp2((request, response) => {
        seen = request.rawHeaders;
        response.end('{}');
      }),
    );
    await ask(server.url, {
      as: 'jané',
      asGroup: ['a', 'b, c'],
      asUid: '7',
      asUserExtra: ['x/Y=1', 'x/Y=2'],
    });
    const headers = seen.flatMap((name, index) =>
      index % 2 === 0 && /^impersonate/i.test(name) ? [[name.toLowerCase(), seen[index + 1]]] : [],
    );
    expect(headers).toEqual([
      ['impersonate-user', Buffer.from('jané').toString('latin1')],
      ['impersonate-uid', '7'],
      ['impersonate-group', 'a'],
      ['impersonate-group', 'b, c'],
      ['impersonate-extra-x%2fy', '1'],
      ['impersonate-extra-x%2fy', '2'],
    ]);
  });

  it('show the client certificate', async () => {
    const names: unknown[] = [];
    const server = await serve((request, response) => {
      if (request.socket instanceof TLSSocket) names.push(request.socket.getPeerCertificate().subject.CN);
      response.end('{}');
    });
    await ask(server.url, { clientCertificate: tlsFile('client.crt'), clientKey: tlsFile('client.key') });
    expect(names).toEqual(['jane']);
  });

  it('over plain http carry no credentials, as with kubectl, but the impersonation', async () => {
    let seen: IncomingHttpHeaders = {};
    const server = createHttpServer((request, response) => {
      seen = request.headers;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    keep({ close: () => void server.close() });
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await ask(host, { token: 't', as: 'jane' })).toMatchObject({ code: 200 });
    expect(seen.authorization).toBeUndefined();
    expect(seen['impersonate-user']).toBe('jane');
  });

  it('decompress', async () => {
    const server = await serve((request, response) => {
      const gzip = request.headers['accept-encoding'] === 'gzip';
      response.setHeader('content-encoding', gzip ? 'gzip' : 'identity');
      response.end(gzip ? gzipSync('{"a":1}') : '{"a":2}');
    });
    expect(await ask(server.url)).toMatchObject({ text: '{"a":1}' });
    expect(await ask(server.url, { disableCompression: true })).toMatchObject({ text: '{"a":2}' });
  });
});

describe('TLS', () => {
  it.each([
    ['expired', {}, 'presented a certificate that has expired'],
    ['other-name', {}, 'presented a certificate for another name'],
    ['server', { tlsServerName: 'x.example' }, 'presented a certificate for another name'],
    ['server', { certificateAuthority: '' }, 'presented a certificate of an authority that is not trusted'],
  ])('explains a certificate of "%s" with %j', async (certificate, options, says) => {
    const server = await serve(ok, certificate);
    expect(await ask(server.url, options)).toMatchObject({
      kind: 'failure',
      problem: `the API server at ${server.url} ${says}`,
      remedy: expect.any(String),
    });
    expect(await ask(server.url, { insecureSkipTlsVerify: true, certificateAuthority: '' })).toMatchObject({
      code: 200,
    });
  });

  it('checks the name or address that --tls-server-name gives', async () => {
    const server = await serve(ok, 'other-name');
    expect(await ask(server.url, { tlsServerName: 'other.example' })).toMatchObject({ code: 200 });
    const byName = (await serve(ok)).url.replace('127.0.0.1', 'localhost');
    expect(await ask(byName, { tlsServerName: '127.0.0.1' })).toMatchObject({ code: 200 });
    for (const tlsServerName of ['127.0.0.2', '::1', '[::1]'])
      expect(await ask(byName, { tlsServerName })).toMatchObject({
        problem: `the API server at ${byName} presented a certificate for another name`,
      });
  });

  it('explains a key that does not belong to the certificate', async () => {
    const server = await serve(ok);
    const pair = { clientCertificate: tlsFile('client.crt'), clientKey: tlsFile('server.key') };
    expect(await ask(server.url, pair)).toMatchObject({
      problem: 'the client certificate and key of the user are not a valid PEM pair',
    });
  });
});

describe('faults', () => {
  it('a server that never answers', async () => {
    const server = await serve(() => {});
    expect(await ask(server.url, { requestTimeout: '300ms' })).toEqual({
      kind: 'failure',
      problem: `the API server at ${server.url} did not answer within 0.3 s`,
      remedy: 'check your network and VPN, or allow more with --request-timeout',
    });
  });

  it('a body that never ends', async () => {
    const server = await serve((_, response) => void response.write('{'));
    expect(await ask(server.url, { requestTimeout: '300ms' })).toMatchObject({
      problem: `the API server at ${server.url} did not answer within 0.3 s`,
    });
  });

  it('a connection that breaks, tried four times', async () => {
    const server = await serve((request) => void request.socket.destroy());
    expect(await ask(server.url, { requestTimeout: '5s' })).toMatchObject({
      kind: 'failure',
      problem: `the API server at ${server.url} closed the connection`,
    });
    expect(server.connections()).toBe(4);
  });

  it('a body that breaks off', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"kind":');
      setTimeout(() => response.socket?.destroy(), 20);
    });
    expect(await ask(server.url)).toMatchObject({
      kind: 'failure',
      problem: `the API server at ${server.url} closed the connection`,
    });
  });

  it('nobody listening', async () => {
    const server = await serve(ok);
    server.close();
    expect(await ask(server.url)).toEqual({
      kind: 'failure',
      problem: `the API server at ${server.url} refused the connection`,
      remedy: 'check that the cluster runs and that the context is the right one',
    });
  });

  it('a server without TLS', async () => {
    const tcp = createTcpServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    keep({ close: () => void tcp.close() });
    const address = tcp.address();
    const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await ask(url)).toMatchObject({ problem: `the API server at ${url} does not speak TLS` });
  });

  it('a name that does not resolve', async () => {
    expect(await ask('https://nowhere.invalid')).toMatchObject({
      problem: expect.stringMatching(/^the API server at https:\/\/nowhere\.invalid has a host name that/),
    });
  });
});

describe('answers that are too long', () => {
  const route = {
    ...{ proxy: null, ca: readFileSync(tlsFile('ca.crt'), 'utf8'), insecure: false, timeout: 5000 },
    ...{ tlsServerName: undefined, compression: true, http2: true },
  };
  const credentials = { kind: 'credentials', authorization: null, certificate: null } as const;

  it.each([
    ['as they are', {}, (text: string) => text],
    ['unpacked', { 'content-encoding': 'gzip' }, (text: string) => gzipSync(text)],
  ])('are not read to their end: %s', async (_, headers, pack) => {
    const server = await serve((_, response) => {
      response.writeHead(200, headers);
      response.end(pack(' '.repeat(5_000_000)));
    });
    const transport = keep(openTransport({ ...route, server: new URL(server.url) }, 1_000_000));
    const request = { method: 'GET', url: new URL(server.url), headers: {} } as const;
    const error = await transport.send(request, credentials).catch((thrown: unknown) => thrown);
    expect(explainFailure(error, server.url, 5000, null)).toMatchObject({
      problem: `the API server at ${server.url} sent an answer of more than 256 MiB`,
    });
  });
});

describe('retries', () => {
  const failing = (times: number, code: number, retryAfter?: string) => {
    let count = 0;
    return serve((_, response) => {
      const fails = count++ < times;
      if (fails && retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      response.statusCode = fails ? code : 200;
      response.end('{}');
    });
  };

  it.each([429, 500, 503, 504])('a read again after %i', async (code) => {
    const server = await failing(2, code, '0');
    expect(await ask(server.url)).toMatchObject({ code: 200 });
  });

  it('waits as long as Retry-After says, and logs every try', async () => {
    const server = await failing(1, 429, '1');
    const log: string[] = [];
    const start = performance.now();
    const connection = connectTo(server.url, {}, {}, (line) => log.push(line.replace(/ \d+ms$/, '')));
    await connection.request({ method: 'GET', url: `${server.url}/x?limit=5&token=t` });
    expect(performance.now() - start).toBeGreaterThan(990);
    expect(log).toEqual(['GET /x?limit=5&token=… 429', 'GET /x?limit=5&token=… 200']);
  });

  it.each([
    ['seconds', () => '3600'],
    ['a date', () => new Date(Date.now() + 3_600_000).toUTCString()],
  ])('does not wait longer than the time limit: Retry-After in %s', async (_, retryAfter) => {
    const server = await failing(9, 429, retryAfter());
    const log: string[] = [];
    const connection = connectTo(server.url, { requestTimeout: '10s' }, {}, (line) => log.push(line));
    expect(await connection.request({ method: 'GET', url: `${server.url}/x` })).toMatchObject({ code: 429 });
    expect(log).toHaveLength(1);
  });

  it('ends all tries with the time limit', async () => {
    const server = await failing(99, 503);
    const log: string[] = [];
    const connection = connectTo(server.url, { requestTimeout: '600ms' }, {}, (line) => log.push(line));
    expect(await connection.request({ method: 'GET', url: `${server.url}/x` })).toMatchObject({ code: 503 });
    // pauses of 250 and 500 ms: the second one would end too late
    expect(log).toHaveLength(2);
  });

  it('gives the refusal after the fourth try', async () => {
    const server = await failing(99, 503, '0');
    expect(await ask(server.url)).toMatchObject({ kind: 'reply', code: 503 });
  });

  it('never writes again', async () => {
    const server = await failing(1, 503, '0');
    const answer = await connectTo(server.url).request({
      method: 'POST',
      url: `${server.url}/x`,
      body: '{}',
    });
    expect(answer).toMatchObject({ code: 503 });
  });
});

describe('redirects', () => {
  it('are followed on the same server', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/x') response.writeHead(307, { location: '/y' });
      response.end(`{"url":"${request.url}"}`);
    });
    expect(await ask(server.url)).toMatchObject({ text: '{"url":"/y"}' });
  });

  it('are not followed elsewhere, nor for ever', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const server = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/x' ? `${other.url}/login` : '/loop' });
      response.end();
    });
    expect(await ask(server.url, { token: 't' })).toMatchObject({
      problem: `the API server at ${server.url} redirects to ${other.url}`,
    });
    expect(seen).toEqual([]);
    expect(await ask(server.url, {}, {}, '/loop')).toMatchObject({
      problem: `the API server at ${server.url} redirects in a circle`,
    });
  });
});
