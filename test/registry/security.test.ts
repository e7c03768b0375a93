import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Arrived,
  ask,
  askAll,
  type Fake,
  loginOf,
  openWorld,
  outcomesOf,
  password,
  serve,
  single,
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
const at = (host: string) => `${host}:${world.port}`;
const image = () => `${at('registry.acme.test')}/shop/api:1.4`;

/** Whether a request carries anything of the login. */
const carries = ({ headers, body, query, path }: Arrived) =>
  headers.authorization !== undefined || `${body}${query}${path}`.includes('rrect-horse');

/** A registry whose realm is this. */
function withRealm(realm: string): void {
  world.host('registry.acme.test', () => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` },
  }));
}

describe('where a login may go', () => {
  it.each([
    ['another party', () => `https://${at('sso.elsewhere.test')}/token`],
    ['the metadata service', () => 'https://169.254.169.254/latest'],
    ['the metadata service over http', () => 'http://169.254.169.254/latest'],
    ['an http realm', () => `http://${at('registry.acme.test')}/token`],
    ['a realm with a login', () => `https://jane:x@${at('registry.acme.test')}/token`],
    ['no URL', () => 'token'],
    ['a loopback address by decimal', () => `https://2130706433:${world.port}/token`],
    ['a mapped address', () => `https://[::ffff:169.254.169.254]/token`],
    ['a name that looks like the registry', () => `https://${at('registry.acme.test.elsewhere.test')}/token`],
    ['the registry as user info', () => `https://registry.acme.test@${at('sso.elsewhere.test')}/token`],
  ])('not to %s', async (_, realm) => {
    withRealm(realm());
    const { serveToken } = tokens({ logins: { [good]: 'ok' } });
    world.host('sso.elsewhere.test', serveToken);
    const result = await ask(image(), { offers: [loginOf()], allowed: ['127.0.0.1/32'] });
    expect(outcomesOf(result).at(-1)).toBe('offer not-asked');
    expect(world.seen.filter(carries)).toEqual([]);
  });

  it('to another party where the user pairs it with this registry, and names how', async () => {
    withRealm(`https://${at('sso.elsewhere.test')}/token`);
    const { serveToken } = tokens({ logins: { [good]: 'ok' } });
    world.host('sso.elsewhere.test', serveToken);
    const refused = await ask(image(), { offers: [loginOf()] });
    expect(refused.attempts.at(-1)?.says).toContain(
      `--allow-token-host ${at('registry.acme.test')}=${at('sso.elsewhere.test')}`,
    );
    const pair = { registry: at('registry.acme.test'), host: at('sso.elsewhere.test') };
    await ask(image(), { offers: [loginOf()], tokenHosts: [{ ...pair, registry: at('other.acme.test') }] });
    expect(world.seen.filter(carries)).toEqual([]);
    await ask(image(), { offers: [loginOf()], tokenHosts: [pair] });
    expect(world.seen.filter(carries).map(({ host }) => host)).toContain('sso.elsewhere.test');
  });

  it('to a token server of the same registrable domain', async () => {
    const { serveToken, checked } = tokens({ logins: { [good]: 'ok' } });
    world.host(
      'registry.acme.test',
      checked(`Bearer realm="https://${at('login.acme.test')}/t"`, serve(whole)),
    );
    world.host('login.acme.test', serveToken);
    expect(outcomesOf(await ask(image(), { offers: [loginOf()] })).at(-1)).toBe('offer found');
  });

  it.each([301, 302, 303, 307, 308])('not behind a redirect of a token server (%s)', async (status) => {
    world.host('registry.acme.test', ({ path }) =>
      path === '/token'
        ? { status, headers: { location: `https://${at('sso.elsewhere.test')}/token` } }
        : {
            status: 401,
            headers: { 'www-authenticate': `Bearer realm="https://${at('registry.acme.test')}/token"` },
          },
    );
    const result = await ask(image(), { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous failed', 'offer failed']);
    expect(world.seen.filter(({ host }) => host === 'sso.elsewhere.test')).toEqual([]);
  });

  it.each([
    ['another host', () => `https://${at('cdn.elsewhere.test')}`],
    ['another host and back', () => `https://${at('cdn.elsewhere.test')}/back`],
  ])('not behind a redirect of the registry to %s', async (_, target) => {
    const expected = `Basic ${Buffer.from(good).toString('base64')}`;
    const redirect: Fake = ({ headers, path }) =>
      headers.authorization === expected
        ? { status: 307, headers: { location: `${target()}${path}` } }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };
    world.host('registry.acme.test', redirect);
    world.host('cdn.elsewhere.test', (request) =>
      request.path.startsWith('/back')
        ? {
            status: 307,
            headers: { location: `https://${at('registry.acme.test')}${request.path.slice(5)}` },
          }
        : serve(whole)(request),
    );
    await ask(image(), { offers: [loginOf()] });
    expect(world.seen.filter(({ host }) => host === 'cdn.elsewhere.test').length).toBeGreaterThan(0);
    expect(world.seen.filter((one) => one.host === 'cdn.elsewhere.test' && carries(one))).toEqual([]);
    const returned = world.seen.filter(
      ({ host }, index) =>
        host === 'registry.acme.test' &&
        world.seen[index - 1]?.host === 'cdn.elsewhere.test' &&
        world.seen[index - 1]?.path.startsWith('/back'),
    );
    expect(returned.filter(carries)).toEqual([]);
  });

  it('not to a redirect target that asks for it', async () => {
    world.host('registry.acme.test', ({ path }) => ({
      status: 307,
      headers: { location: `https://${at('cdn.elsewhere.test')}${path}` },
    }));
    world.host('cdn.elsewhere.test', () => ({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="r"' },
    }));
    const result = await ask(image(), { offers: [loginOf()] });
    expect(outcomesOf(result).at(-1)).toBe('offer not-asked');
    expect(world.seen.filter(carries)).toEqual([]);
  });
});

describe('a refused login', () => {
  const images = () =>
    ['api:1.4', 'api:1.3', 'web:1'].map((name) => `${at('registry.acme.test')}/shop/${name}`);

  it.each<[string, () => Fake, number]>([
    [
      'Basic',
      () => () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }),
      // HEAD, and GET for its words
      2,
    ],
    [
      'Bearer',
      () => {
        const realm = `Bearer realm="https://${at('registry.acme.test')}/token"`;
        const { serveToken, checked } = tokens({ anonymous: 'ok', logins: {} });
        const inner = checked(realm, serve(whole));
        return (request) => (request.path === '/token' ? serveToken(request) : inner(request));
      },
      // POST, GET, and GET without a scope
      3,
    ],
  ])('%s: it is sent for one image, and told for all', async (_, fake, times) => {
    world.host('registry.acme.test', fake());
    const results = await askAll(images(), { offers: [loginOf()] });
    expect(results.map((result) => outcomesOf(result).at(-1))).toEqual(Array(3).fill('offer login-refused'));
    const basic = (one: Arrived) => /^Basic /.test(one.headers.authorization ?? '') || one.method === 'POST';
    expect(world.seen.filter(basic)).toHaveLength(times);
  });

  it('of which nobody knows whether it is the login or the right is sent for each', async () => {
    const realm = `Bearer realm="https://${at('registry.acme.test')}/token"`;
    world.host('registry.acme.test', ({ path, query, method }) =>
      path !== '/token'
        ? { status: 401, headers: { 'www-authenticate': realm } }
        : { status: method === 'GET' && query.get('scope') === null ? 500 : 401 },
    );
    const [, second] = await askAll(images(), { offers: [loginOf()] });
    expect(second?.attempts.at(-1)?.says).toMatch(/was not settled$/);
  });

  it('does not stand for another one', async () => {
    world.host('registry.acme.test', ({ headers }) =>
      headers.authorization === `Basic ${Buffer.from(good).toString('base64')}`
        ? { status: 404 }
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } },
    );
    const offers = [loginOf('jane', 'stale-password'), loginOf('jane', password, { order: 2 })];
    const [, second] = await askAll(images(), { offers });
    expect(second && outcomesOf(second).slice(1)).toEqual(['offer login-refused', 'offer not-found']);
  });
});

describe('which addresses are asked', () => {
  const unasked = async (addresses: readonly string[], allowed: readonly string[] = []) => {
    world.host('registry.acme.test', serve(whole));
    const result = await ask(image(), {
      offers: [loginOf()],
      allowed,
      addresses: { 'registry.acme.test': addresses },
      timeout: 5000,
    });
    return { result, seen: world.seen.length };
  };

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
  ])('not %s', async (address) => {
    const { result, seen } = await unasked([address]);
    expect(result.notAsked).toContain('--allow-address');
    expect(outcomesOf(result)).toEqual(['anonymous not-asked', 'offer not-asked']);
    expect([result.requests, seen]).toEqual([0, 0]);
  });

  it('not where one of several is refused', async () => {
    expect((await unasked(['203.0.113.9', '127.0.0.1'])).result.notAsked).toContain('loopback');
  });

  it('those that the user allows', async () => {
    const { result } = await unasked(['127.0.0.1'], ['127.0.0.0/8']);
    expect(result.notAsked).toBeNull();
    expect(outcomesOf(result)[0]).toBe('anonymous found');
  });

  it.each([
    'localhost:5000/shop/api:1.4',
    '127.0.0.1:5000/shop/api:1.4',
    '[::1]:5000/shop/api:1.4',
    '0x7f000001:5000/shop/api',
    '2130706433:5000/shop/api',
  ])('not %s', async (name) => {
    const result = await ask(name, { allowed: [], addresses: { localhost: ['127.0.0.1'] }, timeout: 5000 });
    expect(result.notAsked).not.toBeNull();
    expect(result.requests).toBe(0);
  });

  it('no private token server for a public registry, and a name is resolved once', async () => {
    let asked = 0;
    withRealm(`https://${at('login.acme.test')}/token`);
    world.host('login.acme.test', () => {
      asked++;
      return { status: 200, body: { token: 'x' } };
    });
    const result = await ask(image(), {
      offers: [loginOf()],
      allowed: ['127.0.0.1/32'],
      addresses: { 'login.acme.test': ['10.0.0.8'], 'registry.acme.test': ['127.0.0.1'] },
      timeout: 5000,
    });
    expect(asked).toBe(0);
    expect(outcomesOf(result)).toContain('offer failed');
  });
});

describe('what is shown', () => {
  it('no word of a login, though the server repeats it everywhere', async () => {
    const lines: string[] = [];
    const echo: Fake = ({ headers, body }) => {
      const basic = String(headers.authorization ?? '').replace('Basic ', '');
      const text = `${headers.authorization} ${body} ${Buffer.from(basic, 'base64')} ${decodeURIComponent(body.replaceAll('+', ' '))}`;
      return {
        status: 401,
        headers: {
          'www-authenticate': `Basic realm="${encodeURIComponent(text)}"`,
          'content-type': 'application/json',
        },
        body: { errors: [{ code: text.slice(0, 90), message: text }] },
      };
    };
    world.host('registry.acme.test', echo);
    const result = await ask(image(), { offers: [loginOf()], log: (line) => lines.push(line) });
    const shown = JSON.stringify(result) + lines.join('\n');
    for (const secret of [
      password,
      encodeURIComponent(password),
      Buffer.from(good).toString('base64'),
      Buffer.from(password).toString('base64'),
    ])
      expect(shown).not.toContain(secret);
  });

  it('no token, though it comes back in a page', async () => {
    let last = '';
    const { serveToken, checked } = tokens({ anonymous: 'ok' });
    const inner = checked(`Bearer realm="https://${at('registry.acme.test')}/token"`, ({ headers }) => {
      last = String(headers.authorization).slice(7);
      return {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: { errors: [{ code: 'DENIED', message: `no: ${last}` }] },
      };
    });
    world.host('registry.acme.test', (request) =>
      request.path === '/token' ? serveToken(request) : inner(request),
    );
    const shown = JSON.stringify(await ask(image()));
    expect(last.length).toBeGreaterThan(20);
    expect(shown).not.toContain(last);
  });

  it('each request names the program, carries no cookie and is GET, HEAD or a POST to a token server', async () => {
    const { serveToken, checked } = tokens({ logins: { [good]: 'ok' } });
    const inner = checked(`Bearer realm="https://${at('registry.acme.test')}/token"`, (request) => ({
      ...serve(whole)(request),
      headers: { ...serve(whole)(request).headers, 'set-cookie': 'a=b' },
    }));
    world.host('registry.acme.test', (request) =>
      request.path === '/token' ? serveToken(request) : inner(request),
    );
    await ask(image(), { offers: [loginOf()] });
    for (const { headers, method, path } of world.seen) {
      expect(headers['user-agent']).toBe('kubectl-pullcheck/0.0.0');
      expect(headers.cookie).toBeUndefined();
      expect(['GET', 'HEAD', ...(path === '/token' ? ['POST'] : [])]).toContain(method);
      expect(path).not.toContain('_catalog');
      if (path.includes('/blobs/')) expect(path).toContain(JSON.parse(single).config.digest);
    }
  });
});
