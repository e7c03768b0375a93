import { describe, expect, it } from 'vitest';
import { diagnoseImage, diagnoseWithSettings } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'image-never-pull';
const message = `Container image "${defaultImage}" is not present with pull policy of Never`;
const scene = { policy: 'Never', state: { reason: 'ErrImageNeverPull', message }, events: [] };

const gateOn = (version: string) =>
  `kubelet ${version}, where its feature gate KubeletEnsureSecretPulledImages was turned on,`;

describe(rule, () => {
  it('names the node that was to have the image', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['image-never-pull error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`registry.acme.io/shop/api:1.4` may not be pulled, and worker-3 does not offer it to this Pod',
    );
    expect(finding.facts).toEqual({ pullPolicy: 'Never' });
    expect(commandsOf(finding)).toEqual([null]);
  });

  const refusal = (who: string) =>
    `whether ${defaultImage} is on worker-3 after all: ${who} says the same of an image that this Pod may not use`;

  it.each([
    ['', refusal('a kubelet that verifies credentials (on by default from 1.35)'), 1],
    ['v1.33.2-eks-113cf36', refusal(gateOn('v1.33.2-eks-113cf36')), 1],
    ['v1.34.1+k3s1', refusal(gateOn('v1.34.1+k3s1')), 1],
    ['v1.35.0', refusal('kubelet v1.35.0 verifies credentials by default, and'), 2],
  ])('says what a kubelet %s may mean by it', async (kubeletVersion, unchecked, fixes) => {
    const finding = findingOf(await diagnoseImage({ ...scene, machine: { kubeletVersion } }), rule);
    expect(finding.unchecked).toEqual([unchecked]);
    expect(finding.fixes).toHaveLength(fixes);
    expect(finding.certainty).toBe('proven');
  });

  it('knows that the image is not there where the kubelet verifies no credentials', async () => {
    const machine = { kubeletVersion: 'v1.32.9-gke.1' };
    const finding = findingOf(await diagnoseImage({ ...scene, machine }), rule);
    expect(finding.what).toBe('`registry.acme.io/shop/api:1.4` may not be pulled, and is not on worker-3');
    expect(finding.unchecked).toEqual([]);
    expect(finding.why[1]).toEqual({
      source: 'Node worker-3',
      says: 'runs kubelet v1.32.9-gke.1, which gives every Pod the images that are there',
    });
  });

  describe('beside a Pod that runs the image on the node', () => {
    const teamCred = { 'team-cred': pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') }) };
    const neighbours = { 'web-2': { list: ['team-cred'], node: 'worker-3' } };
    const machine = { kubeletVersion: 'v1.37.2' };

    it('says that the image is there, whose it is, and lists that secret', async () => {
      const image = await diagnoseImage({ ...scene, machine, neighbours, secrets: teamCred, list: [] });
      expect(verdict(image)).toEqual(['image-never-pull error proven']);
      const finding = findingOf(image, rule);
      expect(finding.what).toMatch(/may not be pulled, and worker-3 has it, but not for this Pod$/);
      expect(finding.unchecked).toEqual([]);
      expect(finding.why[1]).toEqual({
        source: 'Pod shop/web-2',
        says: 'runs the image on worker-3 with pull secret `team-cred`',
      });
      expect(commandsOf(finding)[0]).toMatch(/imagePullSecrets.*team-cred/);
    });

    it('names the secret, without a command, while it may not be read', async () => {
      const unread = { 'secrets/team-cred': 'denied' } as const;
      const finding = findingOf(
        await diagnoseImage({ ...scene, machine, neighbours, secrets: teamCred, list: [], unread }),
        rule,
      );
      expect(finding.fixes[0]?.title).toBe('list pull secret `team-cred` where the Pod is defined');
      expect(commandsOf(finding)).toEqual([null, null]);
    });

    it.each([
      ['on another node', { machine, neighbours: { 'web-2': { list: ['team-cred'], node: 'worker-4' } } }],
      ['under a kubelet that verifies nothing', { machine: { kubeletVersion: 'v1.32.1' }, neighbours }],
      ['that may not be read', { machine, neighbours, unread: { pods: 'denied' } as const }],
    ])('says nothing of one %s', async (_, scenery) => {
      const finding = findingOf(
        await diagnoseImage({ ...scene, ...scenery, secrets: teamCred, list: [] }),
        rule,
      );
      expect(finding.what).not.toContain('has it');
    });
  });

  it.each([
    ['NeverVerify', [], /and is not on worker-3$/],
    [
      'AlwaysVerify',
      [/^whether .*verifies credentials \(.*Policy AlwaysVerify\), and says the same/],
      /does not offer it/,
    ],
  ])('takes the policy %s of the kubelet into account', async (policy, unchecked, what) => {
    const settings = { imagePullCredentialsVerificationPolicy: policy };
    const machine = { kubeletVersion: 'v1.37.2' };
    const finding = findingOf(await diagnoseWithSettings({ ...scene, machine }, settings), rule);
    expect(finding.what).toMatch(what);
    expect(finding.unchecked).toEqual(unchecked.map((one) => expect.stringMatching(one)));
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
    const message = `Failed to record image pull intent for container image "${defaultImage}": read-only file system`;
    const image = await diagnoseImage({ state: { reason: 'ErrImagePull', message }, events: [] });
    expect(verdict(image)).toEqual(['image-never-pull error proven']);
    expect(findingOf(image, rule).what).toBe(
      'the kubelet of worker-3 cannot verify that this Pod may use `registry.acme.io/shop/api:1.4`',
    );
    expect(findingOf(image, rule).facts).toEqual({ pullPolicy: 'IfNotPresent' });
  });

  it.each(['no space left on device', 'disk quota exceeded'])(
    'leaves a record that cannot be written to the disk: %s',
    async (errno) => {
      const reason = `failed to record image pull intent: write /var/lib/kubelet/image_manager/pulling/x: ${errno}`;
      const message = `Failed to record image pull intent for container image "${defaultImage}": ${reason}`;
      for (const waiting of ['ErrImagePull', reason]) {
        const image = await diagnoseImage({ state: { reason: waiting, message }, events: [] });
        expect(verdict(image)).toEqual(['node-disk-full error proven']);
      }
    },
  );

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
