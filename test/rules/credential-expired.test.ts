import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { jwtUntil } from '../support/tokens.ts';
import { badLogin, ecrExpired, forbidden } from '../support/words.ts';

const rule = 'credential-expired';
const jwtSecret = (end: string) => pullSecret({ 'registry.acme.io': login('ci', jwtUntil(end)) });
const scene = {
  says: badLogin(defaultImage),
  secrets: { regcred: jwtSecret('2026-03-05T10:00:00Z') },
};

const ecrHost = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const ecrImage = `${ecrHost}/shop/api:1.4`;
const ecrSecret = pullSecret({ [ecrHost]: login('AWS', 'eyJwYXlsb2FkIjoib3BhcXVlIn0tLS0') });
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

  it('takes a fresh ECR token for good', async () => {
    const fresh = { ...ecrSecret, writtenAt: '2026-03-05T08:00:00Z' };
    const image = await diagnoseImage({ ...ecr, secrets: { ecr: fresh } });
    expect(verdict(image)).toEqual(['credential-lacks-access error likely']);
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
