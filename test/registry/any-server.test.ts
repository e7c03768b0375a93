import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attemptOutcomes } from '../../src/model/probe.ts';
import { ask, loginOf, multi, openWorld, password, single } from './fakes.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', '{}', '[]', 'null', single, multi, '<html>', '{"token":"a.b.c"}', '{"errors":[{}]}'),
);

/** Anything that a server may say. The paths lead back to it, or to another party. */
const reply = fc.record({
  status: fc.constantFrom(200, 201, 204, 301, 302, 307, 400, 401, 403, 404, 405, 429, 500, 503),
  body: text,
  type: fc.constantFrom('application/json', 'text/html', 'application/vnd.oci.image.index.v1+json', 'x'),
  challenge: fc.constantFrom(
    '',
    'Basic realm="r"',
    'Bearer realm="https://HOST/token",service="s"',
    'Bearer realm="https://sso.elsewhere.test:PORT/token"',
    'Bearer',
    'Negotiate',
  ),
  location: fc.constantFrom(
    '',
    '/v2/shop/api/manifests/x',
    'https://sso.elsewhere.test:PORT/x',
    'http://HOST/',
    '::',
  ),
  link: fc.constantFrom(
    '',
    '</v2/shop/api/tags/list?n=1>; rel="next"',
    '<https://sso.elsewhere.test:PORT/v2/>; rel="next"',
  ),
  digest: fc.constantFrom('', 'sha256:zz', `sha256:${'0'.repeat(64)}`),
});

it('whatever a server does, there is one outcome for each way, few requests, no login elsewhere and none shown', async () => {
  const world = await openWorld();
  let replies: readonly (typeof reply extends fc.Arbitrary<infer R> ? R : never)[] = [];
  const fill = (value: string) =>
    value.replaceAll('HOST', `registry.acme.test:${world.port}`).replaceAll('PORT', String(world.port));
  const answer = () => {
    const one = replies[world.seen.length % replies.length];
    if (one === undefined) return { status: 404 };
    const headers = {
      'content-type': one.type,
      'www-authenticate': fill(one.challenge),
      location: fill(one.location),
      link: fill(one.link),
      'docker-content-digest': one.digest,
    };
    return {
      status: one.status,
      body: one.body,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
    };
  };
  world.host('registry.acme.test', answer);
  world.host('sso.elsewhere.test', answer);
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 5 }), async (given) => {
        replies = given;
        world.seen.length = 0;
        const result = await ask(`registry.acme.test:${world.port}/shop/api:1.4`, { offers: [loginOf()] });
        expect(result.attempts[0]?.as).toBe('anonymous');
        for (const { outcome } of result.attempts) expect(attemptOutcomes).toContain(outcome);
        expect(world.seen.length).toBeLessThanOrEqual(40);
        expect(JSON.stringify(result)).not.toContain(password);
        for (const { host, headers, body } of world.seen) {
          if (host === 'registry.acme.test') continue;
          expect(body).toBe('');
          expect(headers.authorization ?? '').not.toContain('Basic');
        }
      }),
      { numRuns: 60 },
    );
  } finally {
    await world.close();
  }
}, 120_000);
