import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { badLogin, notRetrieved, unauthorized } from '../support/words.ts';

const rule = 'pull-secret-missing';
const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const foreign = pullSecret({ 'ghcr.io': login('janedoe', 'c0rrect-horse') });
const scene = { says: unauthorized(defaultImage), list: ['regcred'] };
const create =
  'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD"';

describe(rule, () => {
  it('names the secret that the Pod asks for in vain', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['pull-secret-missing error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('pull secret `regcred` does not exist in namespace `shop`');
    expect(finding.facts).toEqual({ secrets: ['regcred'], namespaces: [] });
    expect(finding.why.at(-2)).toEqual({
      source: 'simulated',
      says: 'the kubelet skips it; no other credential is left, so it pulls without',
    });
    expect(commandsOf(finding)).toEqual([create]);
  });

  it('names several at once', async () => {
    const finding = findingOf(await diagnoseImage({ ...scene, list: ['regcred', 'other'] }), rule);
    expect(finding.what).toBe('pull secret `regcred` and `other` do not exist in namespace `shop`');
  });

  it('offers the copy of another namespace that would match', async () => {
    const elsewhere = { platform: { regcred }, sandbox: { regcred: foreign } };
    const finding = findingOf(await diagnoseImage({ ...scene, elsewhere }), rule);
    expect(finding.facts).toEqual({ secrets: ['regcred'], namespaces: ['platform'] });
    expect(finding.why.filter((why) => why.source.startsWith('Secret')).slice(1)).toEqual([
      {
        source: 'Secret platform/regcred',
        says: 'has that name and an entry for this image; secrets are not shared between namespaces',
      },
      {
        source: 'Secret sandbox/regcred',
        says: 'has that name, but no entry for this image; secrets are not shared between namespaces',
      },
    ]);
    expect(commandsOf(finding)).toEqual([
      `kubectl get secret regcred -n platform -o json | kubectl patch --local -f - --type=merge -p '{"metadata":{"namespace":"shop","uid":null,"resourceVersion":null,"creationTimestamp":null,"ownerReferences":null,"managedFields":null}}' -o json | kubectl create -f -`,
      create,
    ]);
    expect(finding.fixes[1]?.alternative).toBe(true);
  });

  it('is only noticed where another secret of the list matches', async () => {
    const image = await diagnoseImage({ ...scene, secrets: { good: regcred }, list: ['regcred', 'good'] });
    expect(verdict(image)).toEqual([
      'credential-rejected error proven',
      'pull-secret-missing warning proven',
    ]);
  });

  it('does not claim to know what the kubelet offers while another secret may not be read', async () => {
    const unread = { 'secrets/closed': 'denied' } as const;
    const finding = findingOf(await diagnoseImage({ ...scene, list: ['regcred', 'closed'], unread }), rule);
    expect(finding.why.map((why) => why.says)).toContain(
      'the kubelet skips it; what else it offers is not known',
    );
    expect(finding.unchecked).toContain('Secret shop/closed: get secrets is forbidden to you');
  });

  it.each([
    ['denied', 'other namespaces: list secrets is forbidden to you'],
    ['failed', 'other namespaces: they could not be read'],
  ] as const)('says that other namespaces could not be seen (%s)', async (fate, unchecked) => {
    const finding = findingOf(await diagnoseImage({ ...scene, unread: { secrets: fate } }), rule);
    expect(finding.unchecked[0]).toBe(unchecked);
    expect(commandsOf(finding)).toEqual([create]);
  });

  const failed = { reason: 'Failed', message: `Failed to pull image "${defaultImage}": ${scene.says}` };

  it("quotes the kubelet's own word on it", async () => {
    const events = [failed, notRetrieved('regcred', 'other')];
    const finding = findingOf(await diagnoseImage({ ...scene, events }), rule);
    expect(finding.certainty).toBe('proven');
    expect(finding.why.map((why) => why.says)).toContain(
      '"Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed."',
    );
    const others = findingOf(await diagnoseImage({ ...scene, events: [failed, notRetrieved('x')] }), rule);
    expect(JSON.stringify(others.why)).not.toContain('Unable to retrieve');
  });

  const closed = {
    ...scene,
    events: [failed, notRetrieved('regcred')],
    unread: { 'secrets/regcred': 'denied' },
  } as const;

  it('takes the word of the kubelet for a secret that may not be read, and calls it likely', async () => {
    const image = await diagnoseImage(closed);
    expect(verdict(image)).toEqual([`${rule} error likely`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the kubelet cannot retrieve pull secret `regcred`');
    expect(finding.unchecked[0]).toBe('Secret shop/regcred: get secrets is forbidden to you');
    expect(finding.facts).toEqual({ secrets: ['regcred'], namespaces: [] });
    expect(commandsOf(finding)).toEqual(['kubectl get secret regcred -n shop']);
    const own = JSON.stringify({ ...finding, rule: '', facts: {} });
    expect(own).not.toMatch(/missing|not exist|is not there/);
  });

  it.each([
    ['another secret', { events: [failed, notRetrieved('other')] }],
    ['no secret at all', { events: [failed] }],
    ['events that may not be read', { unread: { ...closed.unread, events: 'denied' as const } }],
  ])('takes no word that speaks of %s', async (_, change) => {
    const image = await diagnoseImage({ ...closed, ...change });
    expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  it('only notices it where the words prove that a credential was sent', async () => {
    const sent = { ...failed, message: `Failed to pull image "${defaultImage}": ${badLogin(defaultImage)}` };
    const image = await diagnoseImage({ ...closed, events: [sent, notRetrieved('regcred')] });
    expect(findingOf(image, rule).severity).toBe('warning');
  });

  it.each([
    [
      'regcred\u200b',
      'pull secret `regcred\u200b` cannot exist: its name holds U+200B, which cannot be seen',
    ],
    [
      '--server=https://x',
      'pull secret `--server=https://x` cannot exist: its name begins with `-`, as an option of kubectl does',
    ],
  ])('tells that no Secret can have the name %j, and suggests no command with it', async (name, what) => {
    const image = await diagnoseImage({
      ...scene,
      list: [name],
      elsewhere: { platform: { [name]: regcred } },
    });
    const finding = findingOf(image, rule);
    expect(verdict(image)).toEqual(['pull-secret-missing error proven']);
    expect(finding.what).toBe(what);
    expect(commandsOf(finding)).toEqual([null]);
    expect(finding.fixes[0]?.title).toMatch(/^correct the name `/);
  });

  it('says nothing of a secret that is there', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('never takes a secret that may not be read for one that is not there', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
