import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { base64, type Login, login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'credential-mangled';
const says = unauthorized(defaultImage);
const sceneOf = (entry: Login) => ({ says, secrets: { regcred: pullSecret({ 'registry.acme.io': entry }) } });
const sound = login('janedoe', 'c0rrect-horse');

describe(rule, () => {
  it.each([
    ['placeholder', login('janedoe', '<your-password>'), 'holds a placeholder as password'],
    ['placeholder', login('$REGISTRY_USER', 'c0rrect-horse'), 'holds a placeholder as username'],
    ['robot-name-cut', login('robot$', 'c0rrect-horse'), 'has a robot name cut at `$`'],
    ['double-encoded', login('janedoe', base64('janedoe:c0rrect-horse')), 'is base64 twice over'],
    [
      'auth-disagrees',
      { ...sound, password: 'an0ther-one' },
      'says one thing in `auth` and another in `username` and `password`',
    ],
  ])('sees %s', async (damage, entry, what) => {
    const image = await diagnoseImage(sceneOf(entry));
    expect(verdict(image)).toEqual(['credential-mangled error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(`the credential for \`registry.acme.io\` in pull secret \`regcred\` ${what}`);
    expect(finding.facts).toEqual({ secret: 'regcred', entry: 'registry.acme.io', damage });
    expect(commandsOf(finding)[0]).toContain('--docker-password="$REGISTRY_PASSWORD" --dry-run=client');
  });

  it('asks for the user name anew where a shell may have eaten part of it', async () => {
    const finding = findingOf(await diagnoseImage(sceneOf(login('robot$', 'c0rrect-horse'))), rule);
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('leaves a whole robot name and the user of NVIDIA alone', async () => {
    for (const user of ['robot$shop+ci', '$oauthtoken']) {
      const image = await diagnoseImage(sceneOf(login(user, 'c0rrect-horse')));
      expect(verdict(image)).toEqual(['credential-rejected error proven']);
    }
  });

  it('says nothing of a sound entry', async () => {
    await expectHealthy({ secrets: { regcred: pullSecret({ 'registry.acme.io': sound }) } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    const scene = sceneOf(login('robot$', 'c0rrect-horse'));
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
