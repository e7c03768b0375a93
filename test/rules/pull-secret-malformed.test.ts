import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'pull-secret-malformed';
const good = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const badAuth = pullSecret({ 'registry.acme.io': { auth: 'ab!d' } });
const told = 'illegal base64 data at input byte 2';
const scene = { state: { reason: told, message: told }, events: [], secrets: { regcred: badAuth } };
const recreate =
  'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -';

describe(rule, () => {
  it('names the entry that keeps the kubelet from any pull', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['pull-secret-malformed error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'pull secret `regcred` cannot be decoded, so the kubelet uses no credential at all',
    );
    expect(finding.facts).toEqual({ secret: 'regcred', class: 'auth-base64', problem: told });
    expect(finding.why[1]).toEqual({
      source: 'Secret shop/regcred',
      says: 'cannot be decoded: illegal base64 data at input byte 2 (the entry registry.acme.io)',
    });
    expect(commandsOf(finding)).toEqual([recreate]);
  });

  it('spoils a good secret beside it', async () => {
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred: badAuth, good } }), rule);
    expect(finding.why[2]?.says).toBe(
      'one such secret spoils all: 1 other secret, node credentials and a pull without credentials are not tried',
    );
  });

  it('explains a back-off without words', async () => {
    const regcred = { ...good, data: { '.dockerconfigjson': '{"auths":' } };
    const image = await diagnoseImage({ says: null, secrets: { regcred } });
    expect(verdict(image)).toEqual(['pull-secret-malformed error likely']);
    expect(findingOf(image, rule).unchecked[0]).toBe(
      "the kubelet's message, which no event and no status holds any more",
    );
    expect(findingOf(image, rule).facts['class']).toBe('json-syntax');
  });

  it('deletes a broken secret of the older type, which kubectl cannot write', async () => {
    const regcred = { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '{' } };
    const finding = findingOf(await diagnoseImage({ says: null, secrets: { regcred } }), rule);
    expect(commandsOf(finding)).toEqual([recreate.replace('apply -f', 'replace --force -f')]);
    expect(finding.fixes[0]?.effect).toBe('deletes');
  });

  it('does not explain a 401: with such a secret nothing is sent at all', async () => {
    const image = await diagnoseImage({ says: unauthorized(defaultImage), secrets: scene.secrets });
    expect(image.cause).toBe(null);
    expect(findingOf(image, rule).severity).toBe('warning');
  });

  it('only infers it from the words where the secret is closed to the reader', async () => {
    const closed = { ...scene, unread: { 'secrets/regcred': 'denied' } } as const;
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.what).toBe(
      'a pull secret of Pod `web` cannot be decoded, so the kubelet uses no credential at all',
    );
    await expectUnproven(closed, rule);
  });

  it('says nothing of a sound secret', async () => {
    await expectHealthy({ secrets: { regcred: good } }, rule);
  });
});
