import { describe, expect, it } from 'vitest';
import { diagnoseImage, diagnosePod } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { defaultImage } from '../support/scene.ts';

const rule = 'image-platform-mismatch';
const says = `rpc error: code = NotFound desc = failed to pull and unpack image "${defaultImage}": no match for platform in manifest: not found`;
const scene = { says, node: 'linux/arm64' };

describe(rule, () => {
  it('names the platform of the node', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['image-platform-mismatch error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`registry.acme.io/shop/api:1.4` has no entry for linux/arm64, the platform of worker-3',
    );
    expect(finding.facts).toEqual({ os: 'linux', architecture: 'arm64' });
    expect(commandsOf(finding)).toEqual([null, 'kubectl get nodes -L kubernetes.io/os,kubernetes.io/arch']);
  });

  it('claims no platform for a node that may not be read, and says what would tell', async () => {
    const closed = { ...scene, unread: { 'nodes/worker-3': 'denied' } } as const;
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.what).toBe('`registry.acme.io/shop/api:1.4` has no entry for the platform of worker-3');
    expect(finding.facts).toEqual({ os: null, architecture: null });
    expect(JSON.stringify(finding.why.filter((why) => why.source !== 'kubelet'))).not.toContain('arm64');
    expect((await diagnosePod(closed)).problems.map((problem) => problem.need)).toEqual([
      'get nodes/worker-3',
    ]);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ node: 'linux/arm64' }, rule);
  });

  it('proves nothing while the events may not be read', async () => {
    await expectUnproven({ ...scene, unread: { events: 'denied' } }, rule);
  });
});
