import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { notFound } from '../support/words.ts';

const rule = 'image-not-found';
const digest = `sha256:${'a1'.repeat(32)}`;
const byDigest = `registry.acme.io/shop/api@${digest}`;
const reading = `initializing source docker://${defaultImage}: reading manifest 1.4 in registry.acme.io/shop/api:`;

describe(rule, () => {
  it.each([
    ['unknown', defaultImage, notFound(defaultImage), 'the registry has no `registry.acme.io/shop/api:1.4`'],
    ['tag', defaultImage, `${reading} manifest unknown`, '`registry.acme.io/shop/api` has no tag `1.4`'],
    [
      'repository',
      defaultImage,
      `${reading} name unknown: repository name not known to registry`,
      'the registry has no repository `registry.acme.io/shop/api`',
    ],
    [
      'digest',
      byDigest,
      `initializing source docker://${byDigest}: reading manifest ${digest} in registry.acme.io/shop/api: manifest unknown`,
      '`registry.acme.io/shop/api` has no manifest `sha256:a1a1a1a1a1a1…`',
    ],
    [
      'unknown',
      byDigest,
      notFound(byDigest),
      'the registry has no `registry.acme.io/shop/api@sha256:a1a1a1a1a1a1…`',
    ],
  ])('says what is not there, as far as the words tell: %s', async (missing, image, says, what) => {
    const diagnosis = await diagnoseImage({ image, says });
    expect(verdict(diagnosis)).toEqual(['image-not-found error proven']);
    const finding = findingOf(diagnosis, rule);
    expect(finding.what).toBe(what);
    expect(finding.facts).toEqual({ missing });
    expect(finding.unchecked).toHaveLength(missing === 'unknown' ? 1 : 0);
    expect(commandsOf(finding)).toEqual(['skopeo list-tags docker://registry.acme.io/shop/api']);
  });

  it('offers the version that another Pod runs first, then a look at the registry', async () => {
    const neighbours = { 'web-2': { image: 'registry.acme.io/shop/api:1.3' } };
    const finding = findingOf(await diagnoseImage({ says: notFound(defaultImage), neighbours }), rule);
    expect(finding.fixes.map(({ title, alternative = false }) => [title.split(':')[0], alternative])).toEqual(
      [
        ['compare the version', false],
        ['compare `registry.acme.io/shop/api', true],
      ],
    );
    expect(commandsOf(finding)[0]).toMatch(/registry\.acme\.io\/shop\/api:1\.3/);
  });

  it('is the cause whatever the secrets hold: the registry has answered', async () => {
    const regcred = pullSecret({ 'registry.acme.io': login('janedoe', ' c0rrect-horse') });
    const image = await diagnoseImage({ says: notFound(defaultImage), secrets: { regcred } });
    expect(verdict(image)).toEqual(['image-not-found error proven', 'credential-whitespace warning proven']);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing while the events may not be read', async () => {
    await expectUnproven({ says: notFound(defaultImage), unread: { events: 'denied' } }, rule);
  });
});
