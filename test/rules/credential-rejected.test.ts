import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { anonymousRefused, badLogin, unauthorized } from '../support/words.ts';

const rule = 'credential-rejected';
const sound = login('janedoe', 'c0rrect-horse');
const regcred = pullSecret({ 'registry.acme.io': sound });
const scene = { says: unauthorized(defaultImage), secrets: { regcred } };

describe(rule, () => {
  it('accuses the credential that matches and was refused', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-rejected error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('`registry.acme.io` refuses the credential in pull secret `regcred`');
    expect(finding.facts).toEqual({ secrets: ['regcred'], attempts: 1 });
    expect(finding.why[0]).toEqual({
      source: 'Secret shop/regcred',
      says: 'has the entry registry.acme.io: user `janedoe`, password of 13 characters',
    });
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('leaves a secret of several entries as it is, and appends a second one', async () => {
    const several = pullSecret({ 'registry.acme.io': sound, 'ghcr.io': sound });
    const owned = { ...scene, secrets: { regcred: several }, owner: 'Deployment' as const };
    expect(commandsOf(findingOf(await diagnoseImage(owned), rule))).toEqual([
      'kubectl create secret docker-registry pull-registry-acme-io -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD"',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"},{"name":"pull-registry-acme-io"}]}}}}'`,
    ]);
  });

  it('is silent where the words prove that nothing was sent', async () => {
    const image = await diagnoseImage({ ...scene, says: anonymousRefused(defaultImage) });
    expect(verdict(image)).toEqual([]);
    expect(image.cause).toBe(null);
  });

  it('only suspects the credential where no event holds the words any more', async () => {
    const finding = findingOf(await diagnoseImage({ ...scene, says: null }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.unchecked[0]).toBe('the words of the failed pull, which tell no cause');
  });

  it('only suspects it while another secret of the list may not be read', async () => {
    const unread = { 'secrets/other': 'denied' } as const;
    const finding = findingOf(await diagnoseImage({ ...scene, list: ['regcred', 'other'], unread }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.unchecked).toEqual([
      'credentials of node worker-3 itself (its config.json, credential provider plugins)',
      'Secret shop/other: get secrets is forbidden to you',
    ]);
  });

  it('takes the registry at its word where the secret is closed to the reader', async () => {
    const unread = { 'secrets/regcred': 'denied' } as const;
    const image = await diagnoseImage({ ...scene, says: badLogin(defaultImage), unread });
    expect(verdict(image)).toEqual(['credential-rejected error likely']);
    expect(findingOf(image, rule).what).toBe(
      '`registry.acme.io` refuses the credential that the kubelet sends',
    );
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
