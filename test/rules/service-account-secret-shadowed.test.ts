import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'service-account-secret-shadowed';
const janedoe = login('janedoe', 'c0rrect-horse');
const secrets = {
  own: pullSecret({ 'ghcr.io': janedoe }),
  regcred: pullSecret({ 'registry.acme.io': janedoe }),
};
const scene = {
  says: unauthorized(defaultImage),
  secrets,
  list: ['own'],
  account: { list: ['regcred'] },
};

describe(rule, () => {
  it("sees a matching secret that the Pod's own list keeps out", async () => {
    const image = await diagnoseImage({ ...scene, owner: 'Deployment' });
    expect(image.cause).toBe(rule);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`regcred` of the ServiceAccount matches the image, but the Pod lists secrets of its own',
    );
    expect(finding.certainty).toBe('proven');
    expect(finding.facts).toEqual({ secret: 'regcred' });
    expect(finding.why[1]).toEqual({ source: 'Pod shop/web-x7k2p', says: 'lists `own`, without one' });
  });

  it.each([
    [
      'Deployment',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"own"},{"name":"regcred"}]}}}}'`,
    ],
    [
      'CronJob',
      `kubectl patch cronjob web -n shop -p '{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"own"},{"name":"regcred"}]}}}}}}'`,
    ],
    [
      undefined,
      `kubectl get pod web -n shop -o json | kubectl patch --local -f - -p '{"spec":{"imagePullSecrets":[{"name":"own"},{"name":"regcred"}]}}' -o json | kubectl replace --force -f -`,
    ],
  ] as const)('adds the secret to the list that %s gives, with the names it has', async (owner, command) => {
    const finding = findingOf(await diagnoseImage(owner === undefined ? scene : { ...scene, owner }), rule);
    expect(commandsOf(finding)).toEqual([command]);
  });

  it('does not take a ReplicaSet that could not be read for the owner', async () => {
    const unread = { 'replicasets/web-1': 'denied' } as const;
    const finding = findingOf(await diagnoseImage({ ...scene, owner: 'Deployment', unread }), rule);
    expect(finding.fixes[0]?.title).toBe(
      'add `regcred` to imagePullSecrets in the Pod template of ReplicaSet web-1, or of what owns it (it could not be read), and recreate its Pods',
    );
  });

  it('stands behind a secret of the list that does not exist', async () => {
    const image = await diagnoseImage({ ...scene, list: ['gone'] });
    expect(verdict(image)).toEqual([
      'pull-secret-missing error proven',
      'service-account-secret-shadowed error proven',
    ]);
  });

  it("says nothing where the Pod's own secret matches", async () => {
    await expectHealthy({ secrets, list: ['regcred'], account: { list: ['regcred'] } }, rule);
  });

  it('proves nothing while the ServiceAccount or one of the secrets may not be read', async () => {
    for (const part of ['serviceaccounts/default', 'secrets/own', 'secrets/regcred'])
      await expectUnproven({ ...scene, unread: { [part]: 'denied' } }, rule);
  });
});
