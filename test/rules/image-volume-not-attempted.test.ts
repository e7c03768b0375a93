import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'image-volume-not-attempted';
const volume = 'registry.acme.io/shop/files:1';
const old: Scene = {
  volume,
  state: 'pending',
  events: [],
  machine: { kubeletVersion: 'v1.30.4-eks-113cf36' },
};
const pulling = { reason: 'Pulling', message: `Pulling image "${volume}"`, container: null };

describe(rule, () => {
  it('knows the kubelets that have no image volumes', async () => {
    const image = await diagnoseImage(old);
    expect(verdict(image)).toEqual([`${rule} info proven`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`registry.acme.io/shop/files:1` is not pulled: the kubelet knows no image volumes',
    );
    expect(finding.why).toEqual([
      { source: 'Pod shop/web', says: 'mounts it as volume files in app, and has no event of a pull of it' },
      { source: 'Node worker-3', says: 'runs kubelet v1.30.4-eks-113cf36; image volumes came with 1.31' },
    ]);
    expect(finding.facts).toEqual({ kubelet: 'v1.30.4-eks-113cf36', volume: 'files' });
    expect(commandsOf(finding)).toEqual([null]);
  });

  it.each(['v1.31.0', 'v1.33.2', 'v1.34.9+k3s1'])('leaves the gate of %s open', async (kubeletVersion) => {
    const finding = findingOf(await diagnoseImage({ ...old, machine: { kubeletVersion } }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.what).toContain(`kubelet ${kubeletVersion} has image volumes off by default`);
    expect(finding.unchecked).toEqual([
      'whether the feature gate ImageVolume is on in the kubelet of worker-3',
    ]);
  });

  const quiet: readonly (readonly [string, Scene])[] = [
    ['where image volumes are on', { machine: { kubeletVersion: 'v1.35.0' } }],
    ['where the version is no version', { machine: { kubeletVersion: 'nightly' } }],
    ['while the volume is pulled', { events: [pulling] }],
    ['of a Pod that was made just now', { observedAt: '2026-03-05T11:49:00Z' }],
  ];

  it.each(quiet)('is silent %s', async (_, change) => {
    const image = await diagnoseImage({ ...old, ...change });
    expect(image.status).toBe('pending');
    expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ ...old, state: 'running' }, rule);
  });

  it('is silent while events or node may not be read', async () => {
    for (const key of ['events', 'nodes/worker-3']) {
      const closed: Scene = { ...old, unread: { [key]: 'denied' } };
      await expectUnproven(closed, rule);
      expect(verdict(await diagnoseImage(closed))).toEqual([]);
    }
  });
});
