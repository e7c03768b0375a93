import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'service-account-secret-not-injected';
const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const scene = {
  says: unauthorized(defaultImage),
  secrets: { regcred },
  list: [],
  account: { list: ['regcred'] },
};

describe(rule, () => {
  it('sees a Pod that is older than the list of its ServiceAccount', async () => {
    const image = await diagnoseImage({ ...scene, owner: 'Deployment' });
    expect(verdict(image)).toEqual(['service-account-secret-not-injected error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the Pod `web-x7k2p` does not carry `regcred`, which its ServiceAccount lists now',
    );
    expect(finding.facts).toEqual({ secrets: ['regcred'] });
  });

  it.each([
    ['Deployment', 'kubectl rollout restart deployment/web -n shop', ''],
    ['StatefulSet', 'kubectl delete pod web-x7k2p -n shop', 'StatefulSet web recreates it'],
    [
      'CronJob',
      'kubectl delete pod web-x7k2p -n shop',
      'Job web-1 recreates it, unless that ends its backoffLimit',
    ],
    [
      'Job',
      'kubectl delete pod web-x7k2p -n shop',
      'Job web recreates it, unless that ends its backoffLimit',
    ],
    [undefined, 'kubectl get pod web -n shop -o json | kubectl replace --force -f -', ''],
  ] as const)('has the Pod of %s made anew', async (owner, command, after) => {
    const finding = findingOf(await diagnoseImage(owner === undefined ? scene : { ...scene, owner }), rule);
    expect(commandsOf(finding)).toEqual([command]);
    expect(finding.fixes[0]?.after).toBe(after);
  });

  it('is silent where none of the listed secrets serves the image', async () => {
    const secrets = { regcred: pullSecret({ 'ghcr.io': login('janedoe', 'c0rrect-horse') }) };
    expect(verdict(await diagnoseImage({ ...scene, secrets }))).toEqual(['no-pull-secret error likely']);
  });

  it('only suspects a listed secret that may not be read', async () => {
    const image = await diagnoseImage({ ...scene, unread: { 'secrets/regcred': 'denied' } });
    expect(verdict(image)).toEqual(['service-account-secret-not-injected error likely']);
    expect(findingOf(image, rule).unchecked[0]).toBe(
      'whether `regcred` has an entry for this image: it could not be read',
    );
  });

  it('says nothing of a Pod that carries the list', async () => {
    await expectHealthy({ secrets: { regcred }, account: { list: ['regcred'] } }, rule);
  });

  it('proves nothing while the ServiceAccount or its secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'serviceaccounts/default': 'denied' } }, rule);
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
