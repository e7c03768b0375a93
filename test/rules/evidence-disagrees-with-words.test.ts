import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import {
  anonymousRefused,
  badLogin,
  eachOf,
  forbidden,
  noBasicAuth,
  notRetrieved,
  unauthorized,
} from '../support/words.ts';

const rule = 'evidence-disagrees-with-words';
const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const newer = { ...regcred, writtenAt: '2026-03-05T11:58:30Z' };
const far = pullSecret({ 'ghcr.io': login('janedoe', 'c0rrect-horse') });
const scene = { says: anonymousRefused(defaultImage), secrets: { regcred } };
const failed = (says: string) => ({
  reason: 'Failed',
  message: `Failed to pull image "${defaultImage}": ${says}`,
});

describe(`${rule}: nothing was sent, though a secret matches`, () => {
  it('says so, and that it cannot tell why', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual([`${rule} info likely`]);
    expect(image.cause).toBe(null);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the words say that no credential was sent, though `regcred` matches');
    expect(finding.facts).toEqual({ because: null, offers: 1, attempts: 1 });
    expect(finding.why.slice(0, 3)).toEqual([
      { source: 'simulated', says: 'the kubelet sends what `regcred` holds for this image now' },
      { source: 'Secret shop/regcred', says: 'was written at 2026-03-01T09:00:00Z' },
      { source: 'kubelet', says: 'the last attempt was at 2026-03-05T11:57:59Z' },
    ]);
    expect(finding.unchecked).toHaveLength(2);
    expect(commandsOf(finding)[0]).toContain('kubectl replace --force');
  });

  it.each([anonymousRefused, noBasicAuth])('knows words of several registries (%#)', async (words) => {
    const image = await diagnoseImage({ ...scene, says: words(defaultImage) });
    expect(findingOf(image, rule).facts).toMatchObject({ because: null });
  });

  it('proves it by the times where the secret changed after the attempt', async () => {
    const image = await diagnoseImage({ ...scene, secrets: { regcred: newer } });
    expect(verdict(image)).toEqual(['evidence-newer-than-failure error proven', `${rule} info proven`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the words say that no credential was sent, though `regcred` matches: changed after the attempt',
    );
    expect(finding.facts).toMatchObject({ because: 'changed-since' });
    expect(finding.why.map((why) => why.says)).toContain('was written at 2026-03-05T11:58:30Z');
  });

  it('does not count the change of a secret that serves something else', async () => {
    const secrets = { regcred, far: { ...far, writtenAt: '2026-03-05T11:58:30Z' } };
    expect(findingOf(await diagnoseImage({ ...scene, secrets }), rule).facts).toMatchObject({
      because: null,
    });
  });

  it('names the mirror that refused', async () => {
    const says = `failed to resolve reference "${defaultImage}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://mirror.acme.test/v2/shop/api/manifests/1.4?ns=registry.acme.io: 401 Unauthorized`;
    const finding = findingOf(await diagnoseImage({ ...scene, says }), rule);
    expect(finding.what).toMatch(/: they are those of a mirror$/);
    expect(finding.why[1]?.says).toBe('asked mirror.acme.test in place of registry.acme.io');
    expect(finding.facts).toMatchObject({ because: 'mirror' });
    // another attempt asks the same mirror
    expect(finding.fixes).toEqual([]);
  });

  it('believes a kubelet that could not get the secret', async () => {
    const events = [failed(scene.says), notRetrieved('regcred')];
    const finding = findingOf(await diagnoseImage({ ...scene, events }), rule);
    expect(finding.facts).toMatchObject({ because: 'not-retrieved' });
    expect(finding.certainty).toBe('likely');
  });

  it('is silent where the matching entry is empty: a runtime sends nothing then', async () => {
    const secrets = { regcred: pullSecret({ 'registry.acme.io': {} }) };
    const image = await diagnoseImage({ ...scene, secrets });
    expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
  });
});

describe(`${rule}: a credential was sent, though none matches`, () => {
  it('can only be one of the node', async () => {
    const image = await diagnoseImage({ says: badLogin(defaultImage), secrets: { far } });
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the words tell of a credential for `registry.acme.io` that no pull secret gives: one of the node',
    );
    expect(finding.facts).toEqual({ because: 'node', offers: 0, attempts: 1 });
    expect(finding.unchecked[0]).toMatch(/^credentials of node worker-3 itself/);
    expect(finding.fixes).toEqual([]);
  });

  it('may be one that was there at the time', async () => {
    const changed = { far: { ...far, writtenAt: '2026-03-05T11:58:30Z' } };
    const image = await diagnoseImage({ says: badLogin(defaultImage), secrets: changed });
    expect(findingOf(image, rule).facts).toMatchObject({ because: 'changed-since' });
    const gone = await diagnoseImage({ says: badLogin(defaultImage), list: ['gone'] });
    expect(findingOf(gone, rule).why[1]?.says).toBe('lists `gone`, which is not there now');
    expect(findingOf(gone, rule).unchecked[0]).toBe('whether it was there at the last attempt');
  });
});

describe(`${rule}: the number of attempts`, () => {
  const two = eachOf(badLogin(defaultImage), forbidden(defaultImage));

  it('is higher than the secrets give', async () => {
    const finding = findingOf(await diagnoseImage({ ...scene, says: two }), rule);
    expect(finding.what).toBe(
      'the kubelet tried 2 credentials for `registry.acme.io`, and the pull secrets give 1',
    );
    expect(finding.facts).toEqual({ because: 'node', offers: 1, attempts: 2 });
    expect(finding.certainty).toBe('likely');
  });

  it('is higher than one where the secrets give none', async () => {
    const says = eachOf(unauthorized(defaultImage), forbidden(defaultImage));
    const finding = findingOf(await diagnoseImage({ says, secrets: { far } }), rule);
    expect(finding.facts).toEqual({ because: 'node', offers: 0, attempts: 2 });
  });

  it('may be lower: equal errors are joined', async () => {
    const both = { regcred, second: pullSecret({ 'registry.acme.io': login('other', 'c0rrect-horse') }) };
    for (const says of [two, badLogin(defaultImage)]) {
      const image = await diagnoseImage({ says, secrets: both });
      expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
    }
  });
});

describe(rule, () => {
  it.each([
    ['nothing was sent and nothing matches', { says: anonymousRefused(defaultImage), secrets: { far } }],
    ['a credential was sent and matches', { says: badLogin(defaultImage), secrets: { regcred } }],
    ['the words do not tell', { says: unauthorized(defaultImage), secrets: { regcred } }],
    ['the words are lost', { says: null, secrets: { regcred } }],
  ])('is silent where %s', async (_, agreeing) => {
    const image = await diagnoseImage(agreeing);
    expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  it('leaves the credential of the node to the rule about it', async () => {
    const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4';
    const machine = { providerID: 'aws:///eu-central-1a/i-0abc' };
    const diagnosis = await diagnoseImage({ image, says: badLogin(image), machine });
    expect(verdict(diagnosis)).toEqual(['node-identity-lacks-access error likely']);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('proves nothing while secret or events may not be read', async () => {
    const changed = { ...scene, secrets: { regcred: newer } };
    await expectUnproven({ ...changed, unread: { 'secrets/regcred': 'denied' } }, rule);
    await expectUnproven({ ...changed, unread: { events: 'denied' } }, rule);
  });
});
