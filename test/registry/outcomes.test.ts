import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  type Content,
  config,
  digestOf,
  loginOf,
  multi,
  openWorld,
  outcomesOf,
  password,
  type Reply,
  serve,
  single,
  type TokenRules,
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
const paths = () =>
  world.seen.map(({ method, path }) => `${method} ${path.replace(/sha256:(\w{6})\w+/, '$1')}`);

/** A registry behind a token server on its own host; gives the image's text. */
function bearer(rules: TokenRules, content: Content = whole, challenge?: (realm: string) => string): string {
  const { serveToken, checked } = tokens(rules);
  const at = `registry.acme.test:${world.port}`;
  const realm = `https://${at}/token`;
  const inner = checked(challenge?.(realm) ?? `Bearer realm="${realm}",service="acme"`, serve(content));
  world.host('registry.acme.test', (request) =>
    request.path === '/token' ? serveToken(request) : inner(request),
  );
  return `${at}/shop/api:1.4`;
}

const basicOnly = (content: Content = whole, refusal: Reply = { status: 401 }) => {
  const expected = `Basic ${Buffer.from(good).toString('base64')}`;
  return world.host('registry.acme.test', (request) => {
    const { authorization } = request.headers;
    if (authorization === expected) return serve(content)(request);
    return authorization === undefined
      ? { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }
      : refusal;
  });
};

describe('who may pull', () => {
  it.each<[string, TokenRules, string[]]>([
    [
      'a stale login on a public image',
      { anonymous: 'ok', logins: {} },
      ['anonymous found', 'offer login-refused'],
    ],
    [
      'a good login on a public image',
      { anonymous: 'ok', logins: { [good]: 'ok' } },
      ['anonymous found', 'offer found'],
    ],
    [
      'ghcr: 403 at the token server, 200 without scope',
      { logins: { [good]: 403 } },
      ['anonymous anonymous-refused', 'offer no-right'],
    ],
    [
      'ghcr: 403 for a wrong login, 401 without scope',
      { logins: {} },
      ['anonymous anonymous-refused', 'offer login-refused'],
    ],
    [
      'ACR: POST 400, GET 401, 200 without scope',
      { post: 400, logins: { [good]: 401 } },
      ['anonymous anonymous-refused', 'offer no-right'],
    ],
    ['ACR: a wrong login', { post: 400, logins: {} }, ['anonymous anonymous-refused', 'offer login-refused']],
    [
      'Docker Hub: a token that grants nothing',
      { anonymous: 'empty', logins: { [good]: 'empty' } },
      ['anonymous anonymous-refused', 'offer no-right'],
    ],
    [
      'POST 405, then GET',
      { post: 405, logins: { [good]: 'ok' } },
      ['anonymous anonymous-refused', 'offer found'],
    ],
    [
      'POST 404, then GET',
      { post: 404, logins: { [good]: 'ok' } },
      ['anonymous anonymous-refused', 'offer found'],
    ],
    [
      'POST 401, then GET',
      { post: 401, logins: { [good]: 'ok' } },
      ['anonymous anonymous-refused', 'offer found'],
    ],
    [
      'an opaque token',
      { opaque: true, logins: { [good]: 'ok' } },
      ['anonymous anonymous-refused', 'offer found'],
    ],
    [
      'an opaque token that grants nothing',
      { opaque: true, logins: { [good]: 'empty' } },
      ['anonymous anonymous-refused', 'offer no-right'],
    ],
    [
      'access_token in place of token',
      { field: 'access_token', logins: { [good]: 'ok' } },
      ['anonymous anonymous-refused', 'offer found'],
    ],
    [
      'a limit at the token server',
      { anonymous: 429, logins: { [good]: 'ok' } },
      ['anonymous rate-limited', 'offer not-asked'],
    ],
    [
      'a token server that is out of order for anyone',
      { anonymous: 503, logins: { [good]: 503 } },
      ['anonymous unavailable', 'offer unavailable'],
    ],
    [
      'a token server that fails without a login alone',
      { anonymous: 500, logins: { [good]: 'ok' } },
      ['anonymous unavailable', 'offer found'],
    ],
  ])('%s', async (_, rules, outcomes) => {
    expect(outcomesOf(await ask(bearer(rules), { offers: [loginOf()] }))).toEqual(outcomes);
  });

  it('a right login and an index take five requests behind a token server, in the order of containerd', async () => {
    const result = await ask(bearer({ logins: { [good]: 'ok' } }), { offers: [loginOf()], failing: false });
    expect(outcomesOf(result)).toEqual(['anonymous not-asked', 'offer found']);
    expect(result.requests).toBe(5);
    expect(paths().map((one) => one.replace(/\/v2\/shop\/api\//, ''))).toEqual([
      ...['HEAD manifests/1.4', 'POST /token', 'HEAD manifests/1.4'],
      ...[multi, single].map(
        (body, index) => `${index === 0 ? 'GET' : 'HEAD'} manifests/${digestOf(body).slice(7, 13)}`,
      ),
    ]);
  });

  it('they take four with Basic', async () => {
    expect((await ask(`${basicOnly()}/shop/api:1.4`, { offers: [loginOf()] })).requests).toBe(4);
  });

  it('an image that fails is asked for without a login too, though a login works', async () => {
    const result = await ask(bearer({ anonymous: 'ok', logins: { [good]: 'ok' } }), { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous found', 'offer found']);
    const refused = await ask(bearer({ logins: { [good]: 'ok' } }), { offers: [loginOf()] });
    expect(refused.requests).toBe(6);
  });

  it.each([true, false])(
    'a stale login on a public image takes eight requests (failing: %s)',
    async (failing) => {
      const offers = [loginOf('jane', 'stale-password')];
      const result = await ask(bearer({ anonymous: 'ok' }), { offers, failing });
      expect(outcomesOf(result)).toEqual(['anonymous found', 'offer login-refused']);
      expect(result.requests).toBeLessThanOrEqual(8);
      expect(result.requests).toBe(world.seen.length);
    },
  );

  it.each([true, false])('a mistyped tag takes five requests (failing: %s)', async (failing) => {
    const image = bearer({ logins: { [good]: 'ok' } }).replace(':1.4', ':1.44');
    const result = await ask(image, { offers: [loginOf()], failing });
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer not-found']);
    expect(result.tags?.nearest[0]).toBe('1.4');
    expect(result.requests).toBeLessThanOrEqual(5);
  });

  it('offers are tried in order, equal ones once, until one finds the image', async () => {
    const offers = [
      loginOf('jane', 'stale-one'),
      loginOf('jane', 'stale-one', { order: 2, secret: 'again' }),
      loginOf('jane', password, { order: 3, secret: 'good' }),
      loginOf('joe', 'never sent', { order: 4, secret: 'last' }),
    ];
    const result = await ask(bearer({ logins: { [good]: 'ok' } }), { offers });
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer login-refused', 'offer found']);
    expect(result.attempts.map(({ secret }) => secret)).toEqual([null, 'regcred', 'good']);
  });

  it('candidates are tried where nothing else finds it', async () => {
    const candidates = [
      loginOf('jane', password, { order: null, candidate: 'service-account', secret: 'account' }),
    ];
    const image = bearer({ logins: { [good]: 'ok' } });
    expect(outcomesOf(await ask(image, { candidates }))).toEqual([
      'anonymous anonymous-refused',
      'candidate found',
    ]);
  });

  it.each([
    ['no user: invalid auth config', '', password, 'login-refused'],
    ['no password: an anonymous token', 'jane', '', 'login-refused'],
  ])('an entry with %s sends no login', async (_, user, secret, outcome) => {
    const result = await ask(bearer({ logins: { [good]: 'ok' } }), { offers: [loginOf(user, secret)] });
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', `offer ${outcome}`]);
    expect(world.seen).toHaveLength(2);
  });

  it('Basic alone: no request without a login but the first, none for an empty password', async () => {
    const image = `${basicOnly()}/shop/api:1.4`;
    const offers = [
      loginOf('jane', ''),
      loginOf('jane', 'wrong-one', { order: 2 }),
      loginOf('jane', password, { order: 3 }),
    ];
    expect(outcomesOf(await ask(image, { offers }))).toEqual([
      'anonymous anonymous-refused',
      'offer login-refused',
      'offer login-refused',
      'offer found',
    ]);
  });

  it.each([
    ['403 without words is a lack of the right', { status: 403 }, 'no-right'],
    [
      '403 with an expired token is a refused login',
      {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: { errors: [{ code: 'DENIED', message: 'Your authorization token has expired.' }] },
      },
      'login-refused',
    ],
    [
      '403 with a web page is no login fault',
      { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'forbidden',
    ],
  ] as const)('Basic: %s', async (_, refusal, outcome) => {
    const image = `${basicOnly(whole, refusal)}/shop/api:1.4`;
    expect(outcomesOf(await ask(image, { offers: [loginOf('jane', 'other-one')] })).at(-1)).toBe(
      `offer ${outcome}`,
    );
  });

  it('no login goes to a registry that answers without a challenge', async () => {
    const at = world.host('registry.acme.test', serve(whole));
    const result = await ask(`${at}/shop/api:1.4`, { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous found', 'offer not-asked']);
    expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

describe('challenges', () => {
  it.each<[string, (realm: string) => string]>([
    [
      'both in one line',
      (realm) => `Bearer realm="${realm}",service="s",scope="*",Basic realm="Gitea, all of it"`,
    ],
    ['Basic first', (realm) => `Basic realm="x", Bearer realm="${realm}",service="s"`],
    ['Negotiate before', (realm) => `Negotiate YII=, Bearer realm="${realm}"`],
    ['an unquoted realm', (realm) => `Bearer realm=${realm},service=s`],
    ['odd case and spaces', (realm) => `BEARER  Realm = "${realm}" , SERVICE="s"`],
  ])('%s', async (_, challenge) => {
    const image = bearer({ logins: { [good]: 'ok' } }, whole, challenge);
    expect(outcomesOf(await ask(image, { offers: [loginOf()] }))).toEqual([
      'anonymous anonymous-refused',
      'offer found',
    ]);
  });

  it('CRI-O takes the challenge of /v2/ and sends GET alone to the token server', async () => {
    const { serveToken, checked } = tokens({ logins: { [good]: 'ok' } });
    const at = `registry.acme.test:${world.port}`;
    const inner = checked(`Bearer realm="https://${at}/token"`, (request) =>
      request.path === '/v2/' ? { status: 200 } : serve(whole)(request),
    );
    world.host('registry.acme.test', (request) =>
      request.path === '/token' ? serveToken(request) : inner(request),
    );
    const result = await ask(`${at}/shop/api:1.4`, { offers: [loginOf()], as: 'cri-o' });
    expect(outcomesOf(result)).toEqual(['anonymous anonymous-refused', 'offer found']);
    expect(paths().slice(0, 2)).toEqual(['GET /v2/', 'GET /token']);
    expect(world.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('Nexus: containerd does not ask /v2/, which wants a login', async () => {
    const at = world.host('registry.acme.test', (request) =>
      request.path === '/v2/'
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm="n"' } }
        : serve(whole)(request),
    );
    expect(outcomesOf(await ask(`${at}/shop/api:1.4`))).toEqual(['anonymous found']);
    expect(paths()).not.toContain('GET /v2/');
  });
});

describe('what is there', () => {
  const open = (content: Content) => `${world.host('registry.acme.test', serve(content))}/shop/api`;

  it('an index: its platforms, without attestations, and the manifest of the node', async () => {
    const { manifest } = await ask(`${open(whole)}:1.4`);
    expect(manifest).toMatchObject({
      platforms: ['linux/amd64', 'linux/arm64/v8'],
      childPresent: true,
      digestPresent: true,
      digestMatches: true,
    });
    expect(paths()).toHaveLength(3);
  });

  it('an index whose manifest for the node is gone', async () => {
    const { manifest } = await ask(`${open(whole)}:1.4`, { platforms: ['linux/amd64', 'linux/arm64'] });
    expect(manifest).toMatchObject({ childPresent: false, childrenGone: ['linux/arm64'] });
  });

  it('a tag whose digest is gone', async () => {
    const { manifest } = await ask(`${open({ tags: ['1.4'], manifests: { '1.4': single } })}:1.4`);
    expect(manifest).toMatchObject({ digestPresent: false, digest: digestOf(single) });
  });

  it('an image for one platform, by its config', async () => {
    const content = {
      manifests: { '1.4': single, [digestOf(single)]: single },
      blobs: { [digestOf(config)]: config },
    };
    expect((await ask(`${open(content)}:1.4`)).manifest).toMatchObject({
      platforms: ['linux/amd64'],
      configPresent: true,
      bytes: 4096 + config.length,
    });
  });

  it.each([
    [
      'a Helm chart',
      { config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digestOf('x') } },
      'application/vnd.cncf.helm.config.v1+json',
    ],
    [
      'an artifact',
      {
        artifactType: 'application/vnd.acme.sbom',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('x') },
      },
      'application/vnd.acme.sbom',
    ],
    ['schema 1', { schemaVersion: 1, name: 'shop/api' }, 'docker-schema-1'],
  ])('%s is no image', async (_, parts, artifact) => {
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      layers: [],
      ...parts,
    });
    expect(
      (await ask(`${open({ manifests: { '1.4': body, [digestOf(body)]: body } })}:1.4`)).manifest?.artifact,
    ).toBe(artifact);
  });

  describe('each layer, where that is wanted', () => {
    const lacking = { ...whole, blobs: { [digestOf(config)]: config } };
    const having = { ...whole, blobs: { ...lacking.blobs, [digestOf('layer')]: 'layer' } };

    it.each<[string, Content, readonly string[]]>([
      ['all there', having, []],
      ['one gone', lacking, [digestOf('layer')]],
    ])('%s', async (_, content, layersGone) => {
      expect((await ask(`${open(content)}:1.4`, { layers: true })).manifest).toMatchObject({ layersGone });
      const blobs = world.seen.filter(({ path }) => path.includes(digestOf('layer')));
      expect(blobs.map(({ method }) => method)).toEqual(['HEAD']);
    });

    it('of an image without an index', async () => {
      const content = { ...lacking, manifests: { '1.4': single, [digestOf(single)]: single } };
      expect((await ask(`${open(content)}:1.4`, { layers: true })).manifest).toMatchObject({
        configPresent: true,
        layersGone: [digestOf('layer')],
      });
    });

    it('not otherwise', async () => {
      expect((await ask(`${open(lacking)}:1.4`)).manifest?.layersGone).toBeNull();
      expect(world.seen.filter(({ path }) => path.includes('/blobs/'))).toEqual([]);
    });

    it('a limit ends it', async () => {
      const inner = serve(whole);
      const at = world.host('registry.acme.test', (request) =>
        request.path.includes('/blobs/') ? { status: 429 } : inner(request),
      );
      expect((await ask(`${at}/shop/api:1.4`, { layers: true })).manifest?.layersGone).toBeNull();
    });
  });

  it('an index within the index', async () => {
    const outer = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: 'application/vnd.oci.image.index.v1+json', digest: digestOf(multi) }],
    });
    const content = { manifests: { ...whole.manifests, '1.4': outer, [digestOf(outer)]: outer } };
    expect((await ask(`${open(content)}:1.4`)).manifest).toMatchObject({
      platforms: ['linux/amd64', 'linux/arm64/v8'],
      childPresent: true,
    });
  });

  /** The registry with other headers than it should send. */
  const sending = (headers: (name: string) => string | undefined, content: Content = whole) => {
    const inner = serve(content);
    const at = world.host('registry.acme.test', (request) => {
      const reply = inner(request);
      const sent = Object.entries(reply.headers ?? {}).flatMap(([name, value]) => {
        const own = headers(name);
        return own === '' ? [] : [[name, own ?? value] as const];
      });
      return { ...reply, headers: Object.fromEntries(sent) };
    });
    return `${at}/shop/api:1.4`;
  };

  it('bytes that do not have the digest that the registry names', async () => {
    const lie = digestOf('another');
    const content = { manifests: { '1.4': single, [lie]: single } };
    const image = sending((name) => (name === 'docker-content-digest' ? lie : undefined), content);
    expect((await ask(image)).manifest).toMatchObject({
      digest: lie,
      digestPresent: true,
      digestMatches: false,
    });
  });

  it.each(['', 'sha256:zz', 'latest'])('no digest but %j: that of the bytes is asked for', async (digest) => {
    const image = sending((name) => (name === 'docker-content-digest' ? digest : undefined));
    const { manifest } = await ask(image);
    expect(manifest).toMatchObject({ digest: digestOf(multi), digestPresent: true, childPresent: true });
    expect(paths()).toContain(`HEAD /v2/shop/api/manifests/${digestOf(multi).slice(7, 13)}`);
  });

  it('no content type: the document itself tells what it is', async () => {
    const image = sending((name) => (name === 'content-type' ? '' : undefined));
    expect((await ask(image)).manifest).toMatchObject({ platforms: ['linux/amd64', 'linux/arm64/v8'] });
  });

  it('schema 1 by its content type', async () => {
    const type = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    const image = sending((name) => (name === 'content-type' ? type : undefined), {
      manifests: { '1.4': '{"schemaVersion":1}', [digestOf('{"schemaVersion":1}')]: '{"schemaVersion":1}' },
    });
    expect((await ask(image)).manifest?.artifact).toBe('docker-schema-1');
  });

  it.each([
    ['an entry without a platform is for any', {}, { platforms: [], childPresent: true }],
    [
      'a variant',
      { platform: { os: 'linux', architecture: 'amd64', variant: 'v3' } },
      { platforms: ['linux/amd64/v3'], childPresent: true },
    ],
    [
      'another system',
      { platform: { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1' } },
      { platforms: ['windows/amd64'], childPresent: null },
    ],
    [
      'an attestation',
      { platform: { os: 'unknown', architecture: 'unknown' } },
      { platforms: [], childPresent: null },
    ],
    [
      'a platform that is no text',
      { platform: { os: 7, architecture: ['amd64'] } },
      { platforms: [], childPresent: null },
    ],
    [
      'a digest that is a path',
      { digest: '../../_catalog', platform: { os: 'linux', architecture: 'amd64' } },
      { platforms: [], childPresent: null },
    ],
  ])('an index with %s', async (_, entry, expected) => {
    const outer = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ digest: digestOf(single), ...entry }, 'x', null],
    });
    const content = { manifests: { ...whole.manifests, '1.4': outer, [digestOf(outer)]: outer } };
    expect((await ask(`${open(content)}:1.4`)).manifest).toMatchObject(expected);
    expect(world.seen.map(({ path }) => path).join()).not.toContain('_catalog');
  });

  it('an index that names itself ends', async () => {
    const outer = JSON.stringify({
      schemaVersion: 2,
      manifests: Array(50).fill({
        mediaType: 'application/vnd.oci.image.index.v1+json',
        digest: digestOf('x'),
      }),
    });
    const content = { manifests: { '1.4': outer, [digestOf(outer)]: outer, [digestOf('x')]: outer } };
    expect((await ask(`${open(content)}:1.4`)).manifest).toMatchObject({ platforms: [], childPresent: null });
    expect(world.seen.length).toBeLessThanOrEqual(6);
  });

  it('a connection that the server closes after each answer', async () => {
    const at = world.host('registry.acme.test', (request) => ({
      ...serve(whole)(request),
      raw: (response) => {
        const reply = serve(whole)(request);
        response.shouldKeepAlive = true;
        response.writeHead(reply.status, { 'content-length': Buffer.byteLength(String(reply.body)) });
        response.end(request.method === 'HEAD' ? undefined : reply.body, () => response.socket?.end());
      },
    }));
    expect((await ask(`${at}/shop/api:1.4`)).manifest).toMatchObject({ childPresent: true });
  });

  it('a body that is gzip, though nobody asked for it', async () => {
    const inner = serve(whole);
    const at = world.host('registry.acme.test', (request) => {
      const reply = inner(request);
      return typeof reply.body === 'string'
        ? { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' }, body: gzipSync(reply.body) }
        : reply;
    });
    expect((await ask(`${at}/shop/api:1.4`)).manifest).toMatchObject({
      digestMatches: true,
      childPresent: true,
    });
  });

  it('HEAD that is not allowed is asked by GET', async () => {
    const at = world.host('registry.acme.test', (request) =>
      request.method === 'HEAD' ? { status: 405 } : serve(whole)(request),
    );
    const result = await ask(`${at}/shop/api:1.4`);
    expect(outcomesOf(result)).toEqual(['anonymous found']);
    expect(result.manifest).toMatchObject({ childPresent: true });
  });

  it('a web page is told as one', async () => {
    const at = world.host('registry.acme.test', () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>log in</html>',
    }));
    const { attempts } = await ask(`${at}/shop/api:1.4`);
    expect(attempts[0]).toMatchObject({
      outcome: 'failed',
      status: 200,
      says: `registry.acme.test:${world.port} answered with a web page (text/html)`,
    });
  });

  it.each([
    ['a tag', ':1.44', 'tag', ['1.4', '1.3']],
    ['a digest', `@${digestOf('gone')}`, 'digest', undefined],
  ])('%s that is not there', async (_, version, missing, nearest) => {
    const result = await ask(`${open(whole)}${version}`);
    expect(outcomesOf(result)).toEqual(['anonymous not-found']);
    expect(result.missing).toBe(missing);
    expect(result.tags?.nearest).toEqual(nearest);
    expect(result.requests).toBeLessThanOrEqual(5);
  });

  it('a repository that is not there', async () => {
    const at = world.host('registry.acme.test', serve(whole));
    expect(await ask(`${at}/shop/apl:1.4`)).toMatchObject({ missing: 'repository', tags: { listed: 0 } });
  });
});

describe('lists of tags', () => {
  const many = Array.from({ length: 2500 }, (_, index) => `nightly-${String(index).padStart(4, '0')}`);
  const linked = (link: (path: string) => string) => {
    const inner = serve({ tags: [...many, 'stable-7.4'] });
    return world.host('registry.acme.test', (request) => {
      const reply = inner(request);
      const path = /<([^>]*)>/.exec(String(reply.headers?.['link'] ?? ''))?.[1];
      return path === undefined ? reply : { ...reply, headers: { link: `<${link(path)}>; rel="next"` } };
    });
  };

  it.each([
    ['relative', (path: string) => path],
    ['absolute', (path: string) => `https://registry.acme.test:${world.port}${path}`],
  ])('%s pages are followed to the last', async (_, link) => {
    const { tags } = await ask(`${linked(link)}/shop/api:stable-7.44`);
    expect(tags).toMatchObject({ listed: 2501, complete: true });
    expect(tags?.nearest[0]).toBe('stable-7.4');
  });

  it.each([
    ['another host', () => `https://more.elsewhere.test:${world.port}/v2/shop/api/tags/list`, 'elsewhere'],
    ['the catalogue', () => '/v2/_catalog', 'elsewhere'],
    ['itself', () => '/v2/shop/api/tags/list?n=1000', 'circle'],
    ['nowhere that ends', (path: string) => `${path}&x=${world.seen.length}`, 'only the first'],
  ])('a page that leads to %s ends the list', async (_, link, says) => {
    world.host('more.elsewhere.test', serve(whole));
    const endless = world.host('registry.acme.test', (request) =>
      request.path.endsWith('/tags/list')
        ? {
            status: 200,
            body: { tags: ['1.0'] },
            headers: {
              link: `<${link(`/v2/shop/api/tags/list?n=1000&p=${world.seen.length}`)}>; rel="next"`,
            },
          }
        : { status: 404 },
    );
    const { tags, requests } = await ask(`${endless}/shop/api:9.9`);
    expect(tags).toMatchObject({ complete: false });
    expect(tags?.says).toContain(says);
    expect(requests).toBeLessThanOrEqual(12);
    expect(world.seen.filter(({ host }) => host === 'more.elsewhere.test')).toEqual([]);
  });
});

describe('answers that are none', () => {
  it('429 is asked once, and its limits are told', async () => {
    const at = world.host('registry.acme.test', () => ({
      status: 429,
      headers: {
        'ratelimit-limit': '60;w=3600',
        'ratelimit-remaining': '0;w=3600',
        'retry-after': '40',
        'docker-ratelimit-source': '198.51.100.7',
      },
    }));
    const result = await ask(`${at}/shop/api:1.4`, { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous rate-limited', 'offer not-asked']);
    expect(result.rateLimit).toEqual({
      limit: 60,
      remaining: 0,
      windowSeconds: 3600,
      retryAfterSeconds: 40,
      of: 'address',
    });
    expect(world.seen).toHaveLength(1);
  });

  it('an expired certificate: no request, the dates by a handshake', async () => {
    const expired = await openWorld('registries-expired');
    const at = expired.host('registry.acme.test', serve(whole));
    const result = await ask(`${at}/shop/api:1.4`, { offers: [loginOf()] });
    expect(outcomesOf(result)).toEqual(['anonymous failed', 'offer not-asked']);
    expect(result.tls).toMatchObject({ problem: 'CERT_HAS_EXPIRED', validTo: '2021-01-01T00:00:00.000Z' });
    expect(expired.seen).toEqual([]);
    await expired.close();
  });

  it.each<[string, Reply['raw']]>([
    ['nothing', () => undefined],
    [
      'a body without an end',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write('x'.repeat(4096)), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'half an answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('a server that sends %s is left in time', async (_, raw) => {
    const at = world.host('registry.acme.test', (request) =>
      request.method === 'HEAD' ? { status: 405 } : { status: 200, ...(raw === undefined ? {} : { raw }) },
    );
    const began = Date.now();
    const result = await ask(`${at}/shop/api:1.4`, { timeout: 400, budget: 1500 });
    expect(Date.now() - began).toBeLessThan(8000);
    expect(['anonymous failed', 'anonymous not-asked']).toContain(outcomesOf(result)[0]);
  });

  it('a clock that is wrong', async () => {
    const at = world.host('registry.acme.test', (request) => ({
      ...serve(whole)(request),
      headers: { date: new Date(Date.now() - 600_000).toUTCString() },
    }));
    expect(Math.abs(((await ask(`${at}/shop/api:1.4`)).clockSkewSeconds ?? 0) + 600)).toBeLessThan(3);
  });

  it.each([400, 402, 409, 412, 451])('%s refuses whoever asks', async (status) => {
    const at = world.host('registry.acme.test', () => ({ status }));
    expect(outcomesOf(await ask(`${at}/shop/api:1.4`, { offers: [loginOf()] }))).toEqual([
      'anonymous forbidden',
      'offer not-asked',
    ]);
  });
});
