import { describe, expect, it } from 'vitest';
import { captureObjects, diagnoseObjects } from '../support/captures.ts';
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
    expect(finding.facts).toEqual({ os: 'linux', architecture: 'arm64', nodes: [] });
    expect(commandsOf(finding)).toEqual([null, 'kubectl get nodes -L kubernetes.io/os,kubernetes.io/arch']);
  });

  it('names the nodes of another platform, those that run the image first', async () => {
    const nodes = { a: 'linux/amd64', b: 'linux/arm64', c: 'windows/amd64', z: 'linux/amd64' };
    const image = await diagnoseImage({ ...scene, nodes, neighbours: { 'web-2': { node: 'z' } } });
    const finding = findingOf(image, rule);
    expect(finding.facts['nodes']).toEqual(['z', 'a', 'c']);
    expect(finding.why[2]).toEqual({
      source: 'the cluster',
      says: 'has nodes of another platform: z (linux/amd64), a (linux/amd64) and c (windows/amd64); z runs the image',
    });
    expect(finding.fixes[1]?.title).toMatch(
      /^put the Pod on nodes like z \(linux\/amd64\), where the image runs;/,
    );
  });

  it('sends nobody to nodes that the cluster does not have', async () => {
    const nodes = { a: 'linux/arm64' };
    const finding = findingOf(await diagnoseImage({ ...scene, nodes }), rule);
    expect(finding.why[2]?.says).toBe(
      'has no node of another platform among the 2 nodes read that take Pods',
    );
    expect(finding.fixes.map(({ title }) => title)).toEqual([
      'build and push it for linux/arm64 too (docker buildx build --platform)',
      'list the nodes with their platforms',
    ]);
    const [capture] = await diagnoseObjects(captureObjects('platform-index'));
    expect(capture?.images[0]?.findings[0]?.fixes[1]?.title).toMatch(/^put the Pod on nodes that fit;/);
  });

  it('names five of many, and how many more', async () => {
    const nodes = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((i) => [`n${i}`, 'linux/amd64']));
    const finding = findingOf(await diagnoseImage({ ...scene, nodes }), rule);
    expect(finding.facts['nodes']).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect(finding.why[2]?.says).toMatch(/n5 \(linux\/amd64\) and 2 more$/);
    expect(finding.fixes[1]?.title).toMatch(/^put the Pod on nodes that fit;/);
  });

  it.each([
    ['denied', 'which other nodes would do: list nodes is forbidden to you'],
    ['failed', 'which other nodes would do: the connection was reset'],
  ] as const)('names no other node while their list is %s, and says so', async (fate, unchecked) => {
    const closed = { ...scene, nodes: { a: 'linux/amd64' }, unread: { nodes: fate } };
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.facts['nodes']).toEqual([]);
    expect(finding.unchecked).toContain(unchecked);
    expect(JSON.stringify(finding.why.filter((why) => why.source !== 'kubelet'))).not.toContain('amd64');
  });

  it('claims no platform for a node that may not be read, and says what would tell', async () => {
    const closed = { ...scene, unread: { 'nodes/worker-3': 'denied' } } as const;
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.what).toBe('`registry.acme.io/shop/api:1.4` has no entry for the platform of worker-3');
    expect(finding.facts).toEqual({ os: null, architecture: null, nodes: [] });
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
