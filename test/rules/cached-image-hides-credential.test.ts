import { describe, expect, it } from 'vitest';
import { captureObjects, diagnoseObjects, recordingObjects } from '../support/captures.ts';
import { diagnoseImage, diagnosePod, diagnoseWithSettings } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret, type SecretSpec } from '../support/objects.ts';
import { defaultImage, type Scene } from '../support/scene.ts';
import { ambiguous, unauthorized } from '../support/words.ts';

const rule = 'cached-image-hides-credential';
const janedoe = login('janedoe', 'c0rrect-horse');
const scheduled = {
  reason: 'Scheduled',
  message: 'Successfully assigned shop/web to worker-3',
  container: null,
};
const present = (image = defaultImage, more = '') => ({
  reason: 'Pulled',
  message: `Container image "${image}" already present on machine${more}`,
});
const cached = (scene: Scene): Scene => ({
  state: 'running',
  events: [scheduled, present(scene.image)],
  ...scene,
});
const opaque: SecretSpec = { type: 'Opaque', data: {} };
const listing = (regcred: SecretSpec) => cached({ secrets: { regcred } });

describe(rule, () => {
  it.each([
    ['cannot be decoded', listing(pullSecret({ 'registry.acme.io': { auth: 'ab!d' } }))],
    ['the kubelet ignores', listing(opaque)],
    ['the namespace does not have', cached({ list: ['regcred'] })],
    ['nearly matches', listing(pullSecret({ 'Registry.acme.io': janedoe }))],
  ])('warns where the Pod lists a secret that %s', async (words, scene) => {
    const image = await diagnoseImage(scene);
    expect(image.cause).toBe(null);
    expect(verdict(image)).toContain(`${rule} warning likely`);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      `\`${defaultImage}\` was on worker-3 already, and the Pod has no credential to pull it with`,
    );
    expect(finding.why[0]).toEqual({ source: 'kubelet', says: `"${present().message}"` });
    expect(finding.why[1]?.says).toContain(words);
    expect(finding.unchecked[0]).toContain('whether registry.acme.io wants a login');
  });

  it.each([
    ['NeverVerify', [`${rule} warning likely`]],
    ['NeverVerifyPreloadedImages', []],
    [null, []],
  ])('of a kubelet of 1.37 speaks under NeverVerify alone: %s', async (policy, expected) => {
    const events = [scheduled, present(defaultImage, ' and can be accessed by the pod')];
    const machine = { kubeletVersion: 'v1.37.2' };
    const image = await diagnoseWithSettings(
      { ...listing(opaque), events, machine },
      { imagePullCredentialsVerificationPolicy: policy },
    );
    expect(verdict(image).filter((one) => one.startsWith(rule))).toEqual(expected);
  });

  const beside: Scene = {
    image: defaultImage,
    beside: { migrate: 'registry.acme.io/shop/migrate:1' },
    neighbours: { 'web-2': { image: 'registry.acme.io/shop/api:1.5', fails: unauthorized(defaultImage) } },
  };

  /** A second container fails, so that the neighbours are looked at. */
  async function appOf(scene: Scene) {
    const besideWaits = { reason: 'ImagePullBackOff' };
    const [app] = (await diagnosePod(cached({ ...scene, besideWaits }))).images;
    if (app === undefined) throw new Error('the Pod has no image');
    return app;
  }

  it('warns where a neighbour with no other secrets is refused the repository', async () => {
    const finding = findingOf(await appOf(beside), rule);
    expect(finding.facts).toEqual({ node: 'worker-3', neighbour: 'web-2' });
    expect(finding.why[1]).toEqual({
      source: 'Pod shop/web-2',
      says: 'fails to pull registry.acme.io/shop/api on worker-7, for want of a login',
    });
    expect(commandsOf(finding)[0]).toMatch(
      /^kubectl create secret docker-registry pull-registry-acme-io -n shop /,
    );
  });

  it.each([
    ['fails for another reason', { fails: 'manifest unknown: not found' }],
    ['lists secrets of its own', { list: ['other'] }],
    ['pulls another repository', { image: 'registry.acme.io/shop/cart:2' }],
  ])('is silent where the neighbour %s', async (_, change) => {
    const neighbour = { image: 'registry.acme.io/shop/api:1.5', fails: ambiguous(defaultImage) };
    const image = await appOf({ ...beside, neighbours: { 'web-2': { ...neighbour, ...change } } });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it.each([
    ['a matching secret', listing(pullSecret({ 'registry.acme.io': janedoe }))],
    ['no secret at all', cached({})],
    ['a secret for another registry: the image may be public', listing(pullSecret({ 'ghcr.io': janedoe }))],
    ["one of Docker Hub's official images", cached({ image: 'nginx:1.27', list: ['gone'] })],
    ['an image that the Pod pulled itself', { state: 'running', secrets: { regcred: opaque } } as const],
    ['events that do not reach back', { ...listing(opaque), events: [present()] }],
    [
      'a kubelet that verified access',
      { ...listing(opaque), events: [scheduled, present(defaultImage, ' and can be accessed by the pod')] },
    ],
    ['policy Always', { ...listing(opaque), policy: 'Always' }],
  ])('is silent with %s', async (_, scene) => {
    await expectHealthy(scene, rule);
  });

  it.each([
    { events: 'denied' },
    { events: 'failed' },
    { 'secrets/regcred': 'denied' },
    { 'secrets/regcred': 'failed' },
  ] as const)('is silent without %j', async (unread) => {
    const image = await diagnoseImage({ ...listing(opaque), unread });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('warns on the recording of a Pod whose neighbour brought the image', async () => {
    const pods = await diagnoseObjects(recordingObjects('cached-image-near-miss'));
    const found = pods.map(({ evidence, images }) => [
      evidence.pod.name,
      images.flatMap((image) => verdict(image)),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      web: ['pull-secret-registry-mismatch warning proven', `${rule} warning likely`],
      'web-2': [],
    });
  });

  it('is silent on the recording of a Pod without secrets', async () => {
    const [pod] = await diagnoseObjects(captureObjects('cached-image-masks-bad-secret'));
    expect(pod?.images.flatMap((image) => image.findings)).toEqual([]);
  });
});
