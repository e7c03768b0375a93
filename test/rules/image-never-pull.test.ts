import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'image-never-pull';
const message = `Container image "${defaultImage}" is not present with pull policy of Never`;
const scene = { policy: 'Never', state: { reason: 'ErrImageNeverPull', message }, events: [] };

describe(rule, () => {
  it('names the node that was to have the image', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['image-never-pull error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`registry.acme.io/shop/api:1.4` may not be pulled, and worker-3 does not offer it to this Pod',
    );
    expect(finding.facts).toEqual({ pullPolicy: 'Never' });
    expect(finding.unchecked[0]).toContain('a kubelet that verifies credentials');
    expect(commandsOf(finding)).toEqual([null]);
  });

  it('is the cause whatever the secrets hold: nothing is sent', async () => {
    const secrets = {
      regcred: pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse\n') }),
      opaque: { type: 'Opaque', data: {} },
    };
    const image = await diagnoseImage({ ...scene, secrets });
    expect(image.cause).toBe(rule);
    expect(image.findings.filter((one) => one.severity === 'error')).toHaveLength(1);
  });

  it('tells the records of a kubelet that verifies credentials from the policy Never', async () => {
    const message = `Failed to record image pull intent for container image "${defaultImage}": disk quota`;
    const image = await diagnoseImage({ state: { reason: 'ErrImagePull', message }, events: [] });
    expect(verdict(image)).toEqual(['image-never-pull error proven']);
    expect(findingOf(image, rule).what).toBe(
      'the kubelet of worker-3 cannot verify that this Pod may use `registry.acme.io/shop/api:1.4`',
    );
    expect(findingOf(image, rule).facts).toEqual({ pullPolicy: 'IfNotPresent' });
  });

  it('is silent on a pull that was made and failed', async () => {
    const image = await diagnoseImage({ says: unauthorized(defaultImage) });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod whose image is on the node', async () => {
    await expectHealthy({ policy: 'Never' }, rule);
  });

  it('rests on the status alone: neither events nor node need be read', async () => {
    const unread = { events: 'denied', 'nodes/worker-3': 'denied' } as const;
    expect(verdict(await diagnoseImage({ ...scene, unread }))).toEqual(['image-never-pull error proven']);
  });
});
