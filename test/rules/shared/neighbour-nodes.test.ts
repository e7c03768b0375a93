import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../../support/evidence.ts';
import { ownWords } from '../../support/expectations.ts';
import { defaultImage, type Scene } from '../../support/scene.ts';
import { unauthorized, unknownAuthority, unknownHost } from '../../support/words.ts';

const dns: Scene = { says: unknownHost(defaultImage) };
const cart = 'registry.acme.io/shop/cart:2';
const now = { policy: 'Always', startedAt: '2026-03-05T11:40:00Z' };

async function first(scene: Scene) {
  const [found] = (await diagnoseImage(scene)).findings;
  if (found === undefined) throw new Error('nothing was found');
  return found;
}

const others = async (scene: Scene) =>
  (await first(scene)).why
    .filter(({ source }) => source.startsWith('Pod') || source.startsWith('Node'))
    .map(({ source, says }) => `${source} ${says}`);

describe('a step that breaks on one node', () => {
  it('others pull from the registry at the same time: the fix is of this node', async () => {
    const scene = { ...dns, neighbours: { a: { ...now, image: cart }, b: { node: 'worker-2' } } };
    expect(await others(scene)).toEqual([
      'Pods of namespace shop on worker-2 and worker-7 run images of registry.acme.io, while worker-3 does not get through',
    ]);
    expect((await first(scene)).fixes[0]?.title).toBe(
      'fix DNS on worker-3 (its /etc/resolv.conf) for registry.acme.io',
    );
  });

  it.each([
    ['the images may have been there', { startedAt: now.startedAt }],
    ['they were pulled long ago', { policy: 'Always', startedAt: '2026-03-04T11:40:00Z' }],
  ])('%s: that proves little, and the fix stays wide', async (_, other) => {
    const scene = { ...dns, neighbours: { a: other } };
    expect((await others(scene))[0]).toMatch(/; those may have been there before, so that it proves little/);
    expect((await first(scene)).fixes[0]?.title).toMatch(/^correct the registry's name in the image, or /);
  });

  it('more nodes are named up to five', async () => {
    const neighbours = Object.fromEntries(
      [1, 2, 4, 5, 6, 7, 8].map((i) => [`p${i}`, { ...now, node: `node-${i}` }]),
    );
    expect((await others({ ...dns, neighbours }))[0]).toContain(
      'on node-1, node-2, node-4, node-5, node-6 and 2 more run',
    );
  });
});

describe('a step that breaks on all nodes', () => {
  it('is of the registry, or of the network before it', async () => {
    const neighbours = { a: { fails: unknownHost(cart), image: cart } };
    expect(await others({ ...dns, neighbours })).toEqual([
      'Pods of namespace shop fail alike on worker-3 and worker-7: the registry, or the network before it, rather than one node',
    ]);
  });

  it('is told from nodes that fail for other reasons, or without telling which', async () => {
    expect(await others({ ...dns, neighbours: { a: { fails: unauthorized(cart), image: cart } } })).toEqual(
      [],
    );
    expect(await others({ ...dns, neighbours: { a: { fails: '', image: cart } } })).toEqual([]);
  });

  it('is told from those that get through', async () => {
    const neighbours = { a: { fails: unknownAuthority(defaultImage) }, b: { ...now, node: 'worker-2' } };
    expect(await others({ says: unknownAuthority(defaultImage), neighbours })).toEqual([
      'Pods of namespace shop on worker-2 run images of registry.acme.io, while worker-3 and worker-7 do not get through',
    ]);
  });
});

describe("the node's own trouble", () => {
  const full = 'failed to copy: write /var/lib/containerd/x: no space left on device';

  it('keeps other Pods from pulling too, whatever their images', async () => {
    const neighbours = {
      a: { node: 'worker-3', fails: full, image: 'ghcr.io/acme/app:1' },
      b: { node: 'worker-7', fails: full },
      c: { node: 'worker-3' },
    };
    expect(await others({ says: full, neighbours })).toEqual([
      'Node worker-3 keeps 1 other Pod of the namespace from pulling too',
    ]);
  });
});

describe('without an answer', () => {
  it.each([
    ['denied', /the Pods of namespace shop may not be read \(list pods\)$/],
    ['failed', /the Pods of namespace shop could not be read: the connection was reset$/],
  ] as const)('other nodes are not spoken of while the list of Pods is %s', async (fate, unchecked) => {
    const image = await diagnoseImage({ ...dns, neighbours: { a: now }, unread: { pods: fate } });
    expect(image.findings.map((one) => one.rule)).toEqual(['registry-dns-failure']);
    expect(image.findings[0]?.unchecked).toEqual([expect.stringMatching(unchecked)]);
    expect(ownWords(image)).not.toContain('worker-7');
  });

  it('a Pod alone in its namespace has nothing to compare with', async () => {
    expect(await others(dns)).toEqual([]);
    expect((await first(dns)).unchecked).toEqual([]);
  });
});
