import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { ecrTokenUntil, jwtFrom, jwtUntil } from '../support/tokens.ts';

const rule = 'credential-expires-soon';
const secretUntil = (end: string) => pullSecret({ 'registry.acme.io': login('ci', jwtUntil(end)) });
const scene = { secrets: { regcred: secretUntil('2026-03-05T20:00:00Z') } };

describe(rule, () => {
  it('warns of a running Pod whose token ends within a day', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-expires-soon warning proven']);
    expect(image.cause).toBe(null);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the credential for `registry.acme.io` in pull secret `regcred` expires at 2026-03-05T20:00:00Z',
    );
    expect(finding.facts['expiresAt']).toBe('2026-03-05T20:00:00Z');
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username=ci --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('gives an ECR token an hour, since it is renewed all day', async () => {
    const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
    const ecr = (end: string) => ({
      image: `${host}/shop/api:1.4`,
      secrets: { ecr: pullSecret({ [host]: login('AWS', ecrTokenUntil(end)) }) },
    });
    await expectHealthy(ecr('2026-03-05T14:00:00Z'), rule);
    expect(verdict(await diagnoseImage(ecr('2026-03-05T12:30:00Z')))).toEqual([
      'credential-expires-soon warning proven',
    ]);
  });

  it('gives any other short-lived token a twelfth of its life', async () => {
    const from = (start: string) => pullSecret({ 'registry.acme.io': login('ci', jwtFrom(start)) });
    await expectHealthy({ secrets: { regcred: from('2026-03-05T10:11:00Z') } }, rule);
    const image = await diagnoseImage({ secrets: { regcred: from('2026-03-05T10:09:00Z') } });
    expect(verdict(image)).toEqual(['credential-expires-soon warning proven']);
  });

  it('says nothing of one that lives longer', async () => {
    await expectHealthy({ secrets: { regcred: secretUntil('2026-03-06T12:00:01Z') } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
