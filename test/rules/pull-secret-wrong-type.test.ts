import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret, type SecretSpec } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'pull-secret-wrong-type';
const entries = { 'registry.acme.io': login('janedoe', 'c0rrect-horse') };
const config = JSON.stringify({ auths: entries });
const json = 'kubernetes.io/dockerconfigjson';
const opaque: SecretSpec = { type: 'Opaque', data: { '.dockerconfigjson': config } };
const scene = { says: unauthorized(defaultImage), secrets: { regcred: opaque } };

describe(rule, () => {
  it('sees an Opaque secret, and makes a second one beside it', async () => {
    const image = await diagnoseImage({ ...scene, owner: 'Deployment' });
    expect(verdict(image)).toEqual(['pull-secret-wrong-type error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the kubelet ignores pull secret `regcred`: its type is Opaque');
    expect(finding.facts).toEqual({ secret: 'regcred', type: 'Opaque', keys: ['.dockerconfigjson'] });
    expect(finding.fixes[0]?.title).toBe(
      'the type of a Secret cannot change: create a second one for registry.acme.io',
    );
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry pull-registry-acme-io -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"},{"name":"pull-registry-acme-io"}]}}}}'`,
    ]);
  });

  it.each([
    ['a wrong key', json, { 'config.json': config }, 'it lacks the key .dockerconfigjson'],
    ['no content', json, { '.dockerconfigjson': '' }, 'its .dockerconfigjson is empty'],
    [
      'the older form under the newer type',
      json,
      { '.dockerconfigjson': JSON.stringify(entries) },
      'its content has the form of the other type',
    ],
    [
      'the newer form under the older type',
      'kubernetes.io/dockercfg',
      { '.dockercfg': config },
      'its content has the form of the other type',
    ],
    ['a type of its own', 'acme.io/login', { '.dockerconfigjson': config }, 'its type is acme.io/login'],
  ])('sees %s', async (_, type, data, why) => {
    const image = await diagnoseImage({ ...scene, secrets: { regcred: { type, data } } });
    expect(image.cause).toBe(rule);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(`the kubelet ignores pull secret \`regcred\`: ${why}`);
    expect(finding.certainty).toBe('proven');
  });

  it('is only noticed where another secret matches', async () => {
    const secrets = { regcred: opaque, good: pullSecret(entries) };
    expect(verdict(await diagnoseImage({ ...scene, secrets }))).toEqual([
      'credential-rejected error proven',
      'pull-secret-wrong-type warning proven',
    ]);
  });

  it('does not claim to know what the kubelet offers while another secret may not be read', async () => {
    const unread = { 'secrets/closed': 'denied' } as const;
    const finding = findingOf(await diagnoseImage({ ...scene, list: ['regcred', 'closed'], unread }), rule);
    expect(finding.why.map((why) => why.says)).toContain('what else it offers is not known');
    expect(finding.unchecked).toContain('Secret shop/closed: get secrets is forbidden to you');
  });

  it('says nothing of sound secrets of both types', async () => {
    const older = { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': JSON.stringify(entries) } };
    await expectHealthy({ secrets: { regcred: pullSecret(entries) } }, rule);
    await expectHealthy({ secrets: { regcred: older } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
