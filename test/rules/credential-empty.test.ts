import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'credential-empty';
const sound = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const empty = pullSecret({ 'registry.acme.io': {} }, { credsStore: 'desktop' });
const scene = { says: unauthorized(defaultImage), secrets: { regcred: empty } };

describe(rule, () => {
  it('names a matching entry without a credential, and the store that was left behind', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-empty error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the entry for `registry.acme.io` in pull secret `regcred` holds no credential',
    );
    expect(finding.facts).toEqual({ secret: 'regcred', entry: 'registry.acme.io', helpers: true });
    expect(finding.why[0]?.says).toContain('credsStore or credHelpers beside it');
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('tells a user without a password from an entry without both', async () => {
    const regcred = pullSecret({ 'registry.acme.io': login('janedoe', '') });
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred } }), rule);
    expect(finding.what).toBe('the entry for `registry.acme.io` in pull secret `regcred` holds no password');
    expect(finding.facts['helpers']).toBe(false);
  });

  it('is only noticed where another secret offers a credential', async () => {
    const image = await diagnoseImage({ ...scene, secrets: { regcred: empty, other: sound } });
    expect(verdict(image)).toEqual(['credential-rejected error proven', 'credential-empty warning proven']);
  });

  it('says nothing of a sound entry', async () => {
    await expectHealthy({ secrets: { regcred: sound } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
