import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivateAddress, parseRanges, refusedAddress } from '../../src/registry/address-policy.ts';
import { chooseChallenge, parseChallenges } from '../../src/registry/challenge.ts';
import { judgeRealm, parseTokenHost } from '../../src/registry/realm-policy.ts';
import { nearestTags } from '../../src/registry/tags.ts';

const judged = async (registry: string, realm: string, allowed: readonly string[] = []) => {
  const pairs = allowed.flatMap((text) => parseTokenHost(text) ?? []);
  const verdict = await judgeRealm(realm, new URL(`https://${registry}`), pairs);
  return verdict.refused !== null ? 'refused' : verdict.login ? 'login' : 'anonymous';
};

describe('where the login of a registry may go', () => {
  it.each([
    ['registry.acme.io', 'https://registry.acme.io/token'],
    ['registry.acme.io', 'https://REGISTRY.ACME.IO/token'],
    ['registry.acme.io', 'https://registry.acme.io:443/token'],
    ['registry.acme.io.', 'https://registry.acme.io/token'],
    ['registry.acme.io:5000', 'https://registry.acme.io:5000/token'],
    ['registry.acme.io:5000', 'https://registry.acme.io:5001/token'],
    ['registry.acme.io:5000', 'https://registry.acme.io/token'],
    ['registry.acme.io', 'https://auth.acme.io/token'],
    ['acme.io', 'https://a.b.acme.io/token'],
    ['registry.acme.co.uk', 'https://sso.acme.co.uk/token'],
    ['registry-1.docker.io', 'https://auth.docker.io/token'],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['nvcr.io', 'https://authn.nvidia.com/token'],
    ['rg.fr-par.scw.cloud', 'https://api.scaleway.com/registry-internal/v1/auth'],
    ['ghcr.io', 'https://ghcr.io/token'],
    ['acme.azurecr.io', 'https://acme.azurecr.io/oauth2/token'],
    ['10.0.0.5:5000', 'https://10.0.0.5:5000/token'],
    ['[fd00::5]:5000', 'https://[fd00::5]:5000/token'],
    ['registry:5000', 'https://registry:5000/token'],
    ['bücher.example', 'https://xn--bcher-kva.example/token'],
    ['registry.acme.test', 'https://login.acme.test/token'],
  ])('%s: to %s', async (registry, realm) => {
    expect(await judged(registry, realm)).toBe('login');
  });

  it.each([
    ['registry.acme.io', 'https://auth.example.com/token'],
    ['registry.acme.io', 'https://registry.acme.io.example.com/token'],
    ['registry.acme.io', 'https://registry-acme.io/token'],
    ['registry.acme.io', 'https://acme.io.example.com/'],
    ['registry.acme.co.uk', 'https://sso.other.co.uk/token'],
    ['acme.github.io', 'https://evil.github.io/token'],
    ['acme.azurecr.io', 'https://evil.azurecr.io/oauth2/token'],
    ['acme.jfrog.io', 'https://evil.jfrog.io/token'],
    ['1234.dkr.ecr.eu-west-1.amazonaws.com', 'https://evil.s3.amazonaws.com/token'],
    ['registry.shop.svc.cluster.local', 'https://evil.other.svc.cluster.local/token'],
    ['registry-1.docker.io', 'https://gitlab.com/jwt/auth'],
    ['registry-1.docker.io', 'https://auth.docker.io.example.com/token'],
    ['registry.gitlab.com.example.com', 'https://gitlab.com/jwt/auth'],
    ['nvcr.io:8443', 'https://authn.nvidia.com/token'],
    ['evil.scw.cloud.example.com', 'https://api.scaleway.com/token'],
    ['10.0.0.5:5000', 'https://10.0.0.5:5001/token'],
    ['10.0.0.5', 'https://10.0.0.6/token'],
    ['registry:5000', 'https://auth:5000/token'],
    ['registry.acme.io', 'https://169.254.169.254/token'],
    ['registry.acme.io', 'https://2852039166/token'],
    ['registry.acme.io', 'https://0xa9.0xfe.0xa9.0xfe/token'],
    ['registry.acme.io', 'https://[::ffff:a9fe:a9fe]/token'],
    ['registry.acme.io', 'https://localhost/token'],
    ['bücher.example', 'https://bücher.example.com/token'],
    ['acme.io', 'https://аcme.io/token'],
  ])('%s: not to %s', async (registry, realm) => {
    expect(await judged(registry, realm)).toBe('anonymous');
  });

  it.each([
    'http://registry.acme.io/token',
    'http://auth.acme.io/token',
    'ftp://registry.acme.io/token',
    'file:///etc/passwd',
    'https://jane:secret@registry.acme.io/token',
    'https://registry.acme.io@auth.example.com/token',
    'registry.acme.io/token',
    '/token',
    '',
    'https://',
    'javascript:alert(1)',
    `https://registry.acme.io/${'x'.repeat(5000)}`,
  ])('%s is not asked at all', async (realm) => {
    expect(await judged('registry.acme.io', realm)).toBe('refused');
  });

  it.each([
    ['registry.acme.io=auth.example.com', 'login'],
    ['registry.acme.io=other.example.com', 'anonymous'],
    ['other.acme.io=auth.example.com', 'anonymous'],
    ['registry.acme.io:5000=auth.example.com', 'anonymous'],
    ['registry.acme.io=auth.example.com:8443', 'anonymous'],
  ])('--allow-token-host %s binds both hosts', async (pair, expected) => {
    expect(await judged('registry.acme.io', 'https://auth.example.com/token', [pair])).toBe(expected);
  });

  it.each([
    '',
    'registry.acme.io',
    'a=b=c',
    '=b',
    'a=',
    '*=auth.example.com',
    'a=https://b',
    'a b=c',
    'a=b/c',
  ])('--allow-token-host %j says nothing', (text) => {
    expect(parseTokenHost(text)).toBeNull();
  });
});

describe('addresses', () => {
  it.each([
    '8.8.8.8',
    '203.0.113.7',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '2001:db8::1',
    'fd12::1',
    '100.64.0.1',
    '64:ff9b::808:808',
  ])('%s may be asked', (address) => {
    expect(refusedAddress(address)).toBeNull();
  });

  it.each(['10.1.2.3', '172.20.0.1', '192.168.1.1', 'fd12::1', '::ffff:10.0.0.1', '64:ff9b::a00:1'])(
    '%s is private',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true);
    },
  );

  it.each([
    ['127.0.0.0/8', '127.4.5.6', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['::1', '::1', true],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['fd00::/8', 'fd01::1', true],
  ])('--allow-address %s and %s: %s', (range, address, allows) => {
    expect(parseRanges([range])?.(address)).toBe(allows);
  });

  it.each([
    '',
    'localhost',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    'fe80::1%eth0',
  ])('--allow-address %j says nothing', (text) => {
    expect(parseRanges([text])).toBeNull();
  });
});

describe('challenges', () => {
  it('any header is read to its end', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 })), (headers) => {
        for (const { scheme, params } of parseChallenges(headers)) {
          expect(scheme).toBe(scheme.toLowerCase());
          expect(Object.values(params).every((value) => typeof value === 'string')).toBe(true);
        }
      }),
    );
  });

  it('what is written by the grammar is read back', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, value), { minLength: 1, selector: ([key]) => key }),
        (params) => {
          const written = params
            .map(([key, text]) => `${key}="${text.replaceAll(/["\\]/g, '\\$&')}"`)
            .join(', ');
          const [challenge] = parseChallenges([`Bearer ${written}`]);
          expect(challenge?.params).toEqual(Object.fromEntries(params));
        },
      ),
    );
  });

  it.each([
    ['containerd', 'bearer'],
    ['cri-o', 'basic'],
  ] as const)('%s takes %s of both', (runtime, scheme) => {
    const both = parseChallenges(['Basic realm="x"', 'Bearer realm="https://a/token"']);
    expect(chooseChallenge(both, runtime)?.scheme).toBe(scheme);
  });
});

describe('the nearest tags', () => {
  it.each([
    ['1.4', ['v1.4', '1.40', '1.3'], 'v1.4'],
    ['v2.0.1', ['2.0.1', 'v2.0.0', 'v2.0.11'], '2.0.1'],
    ['1.27.3-alpin', ['1.27.3', '1.27.3-alpine', '1.27.4-alpine'], '1.27.3-alpine'],
    ['stable-7.44', ['nightly-0001', 'stable-7.3', 'stable-7.4'], 'stable-7.4'],
    ['LATEST', ['latest', '1.0'], 'latest'],
    ['main', ['1.9.0', '1.10.0', '1.2.0'], '1.10.0'],
  ])('%s among %j', (tag, tags, nearest) => {
    expect(nearestTags(tag, tags)[0]).toBe(nearest);
  });

  it('are three at most, of the list, and never the one that is missing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (tag, tags) => {
        const near = nearestTags(tag, tags);
        expect(near.length).toBeLessThanOrEqual(3);
        expect(near).not.toContain(tag);
        expect(tags).toEqual(expect.arrayContaining([...near]));
      }),
    );
  });
});
