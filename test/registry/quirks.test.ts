import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AskOptions,
  ask,
  digestOf,
  type Fake,
  loginOf,
  multi,
  openWorld,
  outcomesOf,
  password,
  type Reply,
  serve,
  tokens,
  type World,
  whole,
} from './fakes.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const good = `jane:${password}`;
const basic = `Basic ${Buffer.from(good).toString('base64')}`;
const index = 'application/vnd.oci.image.index.v1+json';
const indexOf = (manifests: readonly object[]) =>
  JSON.stringify({ schemaVersion: 2, mediaType: index, manifests });
const holding = (document: string) =>
  serve({ ...whole, manifests: { ...whole.manifests, '1.4': document, [digestOf(document)]: document } });

const withBasic =
  (inner: Fake): Fake =>
  (request) =>
    request.headers.authorization === basic
      ? inner(request)
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };

/** A registry behind a token server on its own host. `HOST` in the challenge is that host. */
function withToken(challenge: string, inner: Fake = serve(whole)): Fake {
  const { serveToken, checked } = tokens({ field: 'access_token', logins: { [good]: 'ok' } });
  const asked = challenge.replaceAll('HOST', `registry.acme.test:${world.port}`);
  return (request) => (request.path === '/token' ? serveToken(request) : checked(asked, inner)(request));
}

/** Asks a registry for `shop/api:TAG` with Jane's login. */
async function asked(fake: Fake, options: AskOptions = {}, tag = '1.4') {
  world.host('registry.acme.test', fake);
  const result = await ask(`registry.acme.test:${world.port}/shop/api:${tag}`, {
    offers: [loginOf()],
    timeout: 3000,
    ...options,
  });
  for (const { host, headers, body } of world.seen)
    if (host !== 'registry.acme.test') expect([headers.authorization, body]).toEqual([undefined, '']);
  return result;
}

const toCdn: Fake = ({ path }) =>
  path.includes('/manifests/')
    ? { status: 307, headers: { location: `https://cdn.acme.test:${world.port}${path}` } }
    : serve(whole)({ path } as Parameters<Fake>[0]);

describe('a redirect of the manifest to another host', () => {
  it.each<[string, () => Fake]>([
    ['Basic', () => withBasic(toCdn)],
    ['Bearer', () => withToken('Bearer realm="https://HOST/token"', toCdn)],
  ])('that host refuses: nothing is said of the login (%s)', async (_, fake) => {
    world.host('cdn.acme.test', () => ({
      status: 403,
      headers: { 'www-authenticate': 'Basic realm="cdn"' },
    }));
    const result = await asked(fake());
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer forbidden']);
    expect(result.attempts[1]?.says).toMatch(/redirects to cdn\.acme\.test:\d+, which refuses/);
  });

  it('that host has it', async () => {
    world.host('cdn.acme.test', serve(whole));
    const result = await asked(withBasic(toCdn));
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer found']);
    expect(result.manifest?.platforms).toEqual(['linux/amd64', 'linux/arm64/v8']);
  });

  it('a circle on one host ends after three', async () => {
    const result = await asked(({ path }) => ({ status: 302, headers: { location: path } }));
    expect(result.attempts[0]).toMatchObject({ outcome: 'failed' });
    expect(world.seen).toHaveLength(4);
  });
});

describe('bytes that are no manifest', () => {
  it.each<[string, Reply, RegExp]>([
    ['a web page', { status: 200, body: '<!doctype html><html>login' }, /a web page$/],
    ['garbage', { status: 200, body: 'garbage' }, /bytes that are no manifest$/],
    ['nothing', { status: 200 }, /bytes that are no manifest$/],
  ])('%s, though HEAD answered 200', async (_, reply, says) => {
    const result = await asked(({ method }) => (method === 'HEAD' ? { status: 200 } : reply));
    expect(result.attempts[0]).toMatchObject({ outcome: 'failed', says: expect.stringMatching(says) });
    expect(result.manifest).toBeNull();
  });

  it.each<[string, Reply['raw']]>([
    [
      'that never end',
      (response) => {
        const timer = setInterval(() => response.write(Buffer.alloc(1 << 20, 32)), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'that drip',
      (response) => {
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'that unpack to 50 MB',
      (response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end(gzipSync(Buffer.alloc(50_000_000)));
      },
    ],
  ])('%s: what HEAD said stays, and nothing of the content', async (_, raw) => {
    const result = await asked(
      (request) =>
        request.method === 'HEAD' ? serve(whole)(request) : { status: 200, ...(raw ? { raw } : {}) },
      { timeout: 1000 },
    );
    expect(result.attempts[0]?.outcome).toBe('found');
    expect(result.manifest).toMatchObject({ digest: digestOf(multi), platforms: [], digestMatches: null });
  });

  it.each<[string, readonly object[]]>([
    ['empty', []],
    ['attestations alone', [{ digest: digestOf('a'), platform: { os: 'unknown', architecture: 'unknown' } }]],
  ])('an index without an image: %s', async (_, manifests) => {
    const result = await asked(holding(indexOf(manifests)));
    expect(result.manifest?.artifact).toBe('an index without an image');
  });
});

describe('ways to ask for a login', () => {
  it.each([
    'Bearer realm=https://HOST/token,service=s',
    'BEARER Realm="HTTPS://HOST/token" , Service="s"',
    'Basic realm="x", Bearer realm="https://HOST/token"',
    'Negotiate, Bearer realm="https://HOST/token?tenant=1"',
    'Digest realm="a,b", nonce="c", Bearer realm="https://HOST/token#part"',
  ])('%s', async (challenge) => {
    const result = await asked(withToken(challenge));
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer found']);
    expect(result.requests).toBe(6);
  });

  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['Negotiate', 'Negotiate'],
    ['Digest', 'Digest realm="a", nonce="b,c"'],
    ['an empty header', ''],
  ])('%s: no login is sent, as the runtime sends none', async (_, challenge) => {
    const result = await asked(() => ({
      status: 401,
      headers: challenge === undefined ? {} : { 'www-authenticate': challenge },
    }));
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer not-asked']);
    expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it.each([
    'Bearer realm="http://HOST/token"',
    'Bearer realm="/token"',
    'Bearer realm="//HOST/token"',
    'Bearer realm="https://jane:x@HOST/token"',
    'Bearer realm="ftp://HOST/token"',
    'Bearer realm=""',
    'Bearer service="s"',
    'Bearer realm="https://[fd00:ec2::254]/token"',
    'Bearer realm="https://2852039166/token"',
    'Bearer realm="https://0xA9.0xFE.0xA9.0xFE/token"',
    'Bearer realm="https://[::ffff:169.254.169.254]/token"',
  ])('%s: no token server is asked', async (challenge) => {
    const result = await asked(withToken(challenge));
    expect(outcomesOf(result)).toEqual(['anonymous not-asked', 'offer not-asked']);
    expect(world.seen).toHaveLength(1);
  });

  it('a host in capitals is the same host', async () => {
    world.host('registry.acme.test', withToken('Bearer realm="https://HOST/token"'));
    const image = `REGISTRY.acme.test:${world.port}/shop/api:1.4`;
    const result = await ask(image, { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer found']);
  });

  it.each([
    [400, 'Your Authorization Token is invalid.'],
    [403, 'Your authorization token has expired. Reauthenticate and try again.'],
  ])('ECR: %s, %s', async (status, message) => {
    const result = await asked(({ headers }) =>
      headers.authorization === undefined
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm="https://x",service="ecr"' } }
        : { status, body: { errors: [{ code: 'DENIED', message }] } },
    );
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer login-refused']);
  });
});

describe('a registry that answers for the tag, and not for its manifest', () => {
  it.each([
    [401, 'forbidden'],
    [403, 'forbidden'],
    [451, 'forbidden'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [204, 'failed'],
  ])('%s: %s', async (status, outcome) => {
    const body = status === 403 ? { errors: [{ code: 'DENIED', message: 'blocked by a policy' }] } : '';
    const result = await asked(
      withBasic((request) => (request.method === 'HEAD' ? serve(whole)(request) : { status, body })),
    );
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', `offer ${outcome}`]);
    expect(result.manifest).toBeNull();
    expect(result.attempts[1]?.says).toMatch(
      new RegExp(`answered 200 for the tag, and registry.acme.test:\\d+ ${status} for its manifest$`),
    );
    expect(result.attempts[1]?.error?.message).toBe(status === 403 ? 'blocked by a policy' : undefined);
  });
});

describe('ways of a token server', () => {
  const answering = (change: (reply: Reply) => Reply) => {
    const inner = withToken('Bearer realm="https://HOST/token"');
    return (request: Parameters<Fake>[0]) =>
      request.path === '/token' ? change(inner(request)) : inner(request);
  };
  it.each<[string, (reply: Reply) => Reply]>([
    ['201', (reply) => (reply.status === 200 ? { ...reply, status: 201 } : reply)],
    [
      'gzip that nobody asked for',
      (reply) => ({
        ...reply,
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify(reply.body)),
      }),
    ],
    ['no content type', ({ status, body }) => ({ status, body })],
  ])('%s: the token is taken', async (_, change) => {
    const result = await asked(answering(change));
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer found']);
  });

  it.each<[string, Reply, string[]]>([
    [
      'a web page',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      ['failed', 'failed'],
    ],
    ['no token', { status: 200, body: {} }, ['failed', 'failed']],
    ['a token of two lines', { status: 200, body: { access_token: 'a\r\nb: c' } }, ['failed', 'failed']],
    ['a token that is a number', { status: 200, body: { access_token: 7 } }, ['failed', 'failed']],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://evil.acme.test/token' } },
      ['failed', 'failed'],
    ],
    ['429', { status: 429 }, ['rate-limited', 'not-asked']],
    ['503', { status: 503 }, ['unavailable', 'unavailable']],
  ])('%s: nothing is said of the login', async (_, reply, outcomes) => {
    const result = await asked(answering(() => reply));
    expect(result.attempts.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(world.seen.every(({ host }) => host === 'registry.acme.test')).toBe(true);
  });
});

describe('429 is the last answer of a host', () => {
  it('to GET of the manifest', async () => {
    const result = await asked((request) =>
      request.method === 'HEAD' ? serve(whole)(request) : { status: 429, headers: { 'retry-after': '9' } },
    );
    expect(result).toMatchObject({ requests: 2, rateLimit: { retryAfterSeconds: 9 } });
    expect(world.seen).toHaveLength(2);
  });

  it('to the list of tags', async () => {
    const result = await asked(
      (request) => (request.path.endsWith('/tags/list') ? { status: 429 } : serve(whole)(request)),
      {},
      '1.5',
    );
    expect(result).toMatchObject({ missing: 'unknown', requests: 2 });
  });
});

it('404 by a web page says nothing of the repository', async () => {
  const page = { status: 404, body: '<html>404', headers: { 'content-type': 'text/html' } };
  expect(await asked(() => page)).toMatchObject({ missing: 'unknown' });
});

it.each([
  ['127.acme.test', ['/v2/']],
  ['127.0.0.1', ['/v2/shop/api/manifests/1.4', '/v2/shop/api/tags/list?n=1000']],
])('plain HTTP: %s is asked for %j', async (host, paths) => {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await ask(`${host}:${port}/shop/api:1.4`, { offers: [loginOf()] });
  server.close();
  expect(seen.map(({ url }) => url)).toEqual(paths);
  expect(seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});
