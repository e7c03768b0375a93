import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { ecrTokenUntil, jwtFrom, jwtUntil, tokens } from '../support/tokens.ts';
import { badLogin, ecrExpired, forbidden, unauthorized } from '../support/words.ts';

const rule = 'credential-expired';
const jwtSecret = (end: string) => pullSecret({ 'registry.acme.io': login('ci', jwtUntil(end)) });
const scene = {
  says: badLogin(defaultImage),
  secrets: { regcred: jwtSecret('2026-03-05T10:00:00Z') },
};

const ecrHost = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const ecrImage = `${ecrHost}/shop/api:1.4`;
const ecrLogin = login('AWS', 'eyJwYXlsb2FkIjoib3BhcXVlIn0tLS0');
const ecrSecret = pullSecret({ [ecrHost]: ecrLogin });
const ecr = { image: ecrImage, says: forbidden(ecrImage) };

describe(rule, () => {
  it('reads the end of a JWT that has passed', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-expired error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the credential for `registry.acme.io` in pull secret `regcred` has expired');
    expect(finding.facts).toEqual({
      secret: 'regcred',
      entry: 'registry.acme.io',
      expiredAt: '2026-03-05T10:00:00Z',
      notBefore: null,
      ecr: false,
    });
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username=ci --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('leaves a JWT that is still good to the rule for refused credentials', async () => {
    const regcred = jwtSecret('2026-03-07T10:00:00Z');
    const image = await diagnoseImage({ ...scene, secrets: { regcred } });
    expect(verdict(image)).toEqual(['credential-rejected error proven']);
  });

  it('says of a JWT whose time has yet to come that it is not valid yet', async () => {
    const early = (start: string) => pullSecret({ 'registry.acme.io': login('ci', jwtFrom(start)) });
    const image = await diagnoseImage({ ...scene, secrets: { regcred: early('2026-03-05T13:00:00Z') } });
    expect(verdict(image)).toEqual(['credential-expired error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the credential for `registry.acme.io` in pull secret `regcred` is not valid yet',
    );
    expect(finding.why[0]?.says).toBe(
      "has the entry registry.acme.io: the token's own start is 2026-03-05T13:00:00Z, after 2026-03-05T12:00:00Z",
    );
    expect(finding.facts).toMatchObject({ expiredAt: null, notBefore: '2026-03-05T13:00:00Z' });
    expect(finding.fixes[0]?.title).toBe(
      'write a token for registry.acme.io that is valid now, or wait until 2026-03-05T13:00:00Z',
    );

    // clocks differ, and the kubelet retries within five minutes
    const soon = await diagnoseImage({ ...scene, secrets: { regcred: early('2026-03-05T12:05:00Z') } });
    expect(verdict(soon)).toEqual(['credential-rejected error proven']);
  });

  it('counts twelve hours from the last write of an ECR token', async () => {
    const written = { ...ecrSecret, writtenAt: '2026-03-04T20:00:00Z' };
    const image = await diagnoseImage({ ...ecr, secrets: { ecr: written } });
    expect(verdict(image)).toEqual(['credential-expired error proven']);
    const finding = findingOf(image, rule);
    expect(finding.why[0]?.says).toContain('lives 12 hours; this one was written 16 hours ago');
    expect(finding.fixes[0]?.title).toContain('aws ecr get-login-password');
    expect(finding.facts['ecr']).toBe(true);
  });

  it('only suspects an ECR token of which no more than the creation is known', async () => {
    const created = { ...ecrSecret, createdAt: '2026-03-04T20:00:00Z', writtenAt: null };
    const finding = findingOf(await diagnoseImage({ ...ecr, secrets: { ecr: created } }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.unchecked[0]).toBe('whether the Secret was written again after its creation');
  });

  it('believes the end that an ECR token tells, however old its secret is', async () => {
    const until = (end: string) => pullSecret({ [ecrHost]: login('AWS', ecrTokenUntil(end)) });
    const past = { ...until('2026-03-05T11:00:00Z'), writtenAt: null };
    expect(verdict(await diagnoseImage({ ...ecr, secrets: { ecr: past } }))).toEqual([
      'credential-expired error proven',
    ]);
    const renamed = pullSecret({ [ecrHost]: login('janedoe', ecrTokenUntil('2026-03-05T11:00:00Z')) });
    const finding = findingOf(await diagnoseImage({ ...ecr, secrets: { ecr: renamed } }), rule);
    expect(commandsOf(finding)[0]).toContain('--docker-username=AWS ');
    const good = { ...until('2026-03-05T13:00:00Z'), writtenAt: '2026-03-01T00:00:00Z' };
    const image = await diagnoseImage({ ...ecr, secrets: { ecr: good } });
    expect(verdict(image)).toEqual(['credential-lacks-access error likely']);
    expect(findingOf(image, 'credential-lacks-access').unchecked.join()).not.toContain('still good');
  });

  it('only suspects a user AWS on a host that is not ECR by its name, with a password of no known form', async () => {
    const aws = pullSecret({ 'registry.acme.io': login('AWS', 'c0rrect-horse') });
    const image = await diagnoseImage({ ...scene, secrets: { regcred: aws } });
    expect(verdict(image)).toEqual(['credential-expired error likely']);
    expect(findingOf(image, rule).unchecked[0]).toBe('whether registry.acme.io is ECR under another name');
    const mirrored = pullSecret({ 'registry.acme.io': ecrLogin });
    expect(verdict(await diagnoseImage({ ...scene, secrets: { regcred: mirrored } }))).toEqual([
      'credential-expired error proven',
    ]);
  });

  it.each([
    ['2026-03-05T11:30:00Z', ['credential-rejected error proven']],
    ['2026-03-05T10:30:00Z', ['credential-expired error likely']],
    ['2026-03-04T22:30:00Z', ['credential-expired error proven']],
  ])('counts the hours of a Google access token written at %s', async (writtenAt, expected) => {
    const google = { ...pullSecret({ 'gcr.io': login('oauth2accesstoken', tokens.google) }), writtenAt };
    const image = 'gcr.io/acme-prod/api:1.4';
    const says = unauthorized(image);
    expect(verdict(await diagnoseImage({ image, says, secrets: { google } }))).toEqual(expected);
  });

  it('says of a token that may have been made to live longer that this is not checked', async () => {
    const workflow = login('ci', tokens.githubApp);
    const github = { ...pullSecret({ 'ghcr.io': workflow }), writtenAt: '2026-03-05T08:00:00Z' };
    const image = 'ghcr.io/acme/api:1.4';
    const finding = findingOf(
      await diagnoseImage({ image, says: unauthorized(image), secrets: { github } }),
      rule,
    );
    expect(finding.why[0]?.says).toContain(
      'a token of a GitHub App or workflow lives 1 hour; this one was written 4 hours ago',
    );
    expect(finding.unchecked[0]).toBe('whether the token was made to live longer than that');
  });

  it('takes a fresh ECR token for good', async () => {
    const fresh = { ...ecrSecret, writtenAt: '2026-03-05T08:00:00Z' };
    const image = await diagnoseImage({ ...ecr, secrets: { ecr: fresh } });
    expect(verdict(image)).toEqual(['credential-lacks-access error likely']);
    expect(findingOf(image, 'credential-lacks-access').unchecked.join()).not.toContain('still good');
    const created = { ...fresh, createdAt: '2026-03-05T08:00:00Z', writtenAt: null };
    const unsure = await diagnoseImage({ ...ecr, secrets: { ecr: created } });
    expect(findingOf(unsure, 'credential-lacks-access').unchecked).toContain(
      'whether the token was still good: ECR answers an expired one with 403 too',
    );
  });

  it('believes the registry over the clock', async () => {
    const fresh = { ...ecrSecret, writtenAt: '2026-03-05T08:00:00Z' };
    const image = await diagnoseImage({ ...ecr, says: ecrExpired(ecrImage), secrets: { ecr: fresh } });
    expect(verdict(image)).toEqual(['credential-expired error proven']);
  });

  it('says what the registry said where the secret is closed to the reader', async () => {
    const unread = { 'secrets/ecr': 'denied' } as const;
    const closed = { ...ecr, says: ecrExpired(ecrImage), secrets: { ecr: ecrSecret }, unread };
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.what).toBe('the registry says that the token it was sent has expired');
    expect(finding.unchecked).toContain('Secret shop/ecr: get secrets is forbidden to you');
  });

  it('says nothing of a token that lives for days', async () => {
    await expectHealthy({ secrets: { regcred: jwtSecret('2026-03-09T10:00:00Z') } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
