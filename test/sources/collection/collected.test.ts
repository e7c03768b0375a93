import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PodDiagnosis } from '../../../src/model/diagnosis.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';
import { recordedAt } from '../../../src/sources/files/recorded-at.ts';
import { arbitraryScene } from '../../support/arbitrary-scene.ts';
import { captureNames, captureObjects } from '../../support/captures.ts';
import { collect, credentialPieces, diagnoseAll, readerOf } from '../../support/collected.ts';
import { withUnread } from '../../support/evidence.ts';
import { hiddenTexts } from '../../support/hidden-texts.ts';
import { observedAt, type Scene, sceneObjects } from '../../support/scene.ts';

/**
 * Everything that a diagnosis says and rests on, but for what tells a collected Secret from
 * another.
 */
const said = (pods: readonly PodDiagnosis[]) =>
  JSON.parse(JSON.stringify(pods, (key, value) => (key === 'reading' ? undefined : value))) as unknown;

async function bothWays(scene: Scene) {
  const objects = sceneObjects(scene);
  const pods = objects.filter((object) => object.kind === 'Pod').slice(0, 1);
  const reader = withUnread(offlineReader(objects), scene.unread ?? {});
  const occasion = { source: 'file', observedAt: scene.observedAt ?? observedAt } as const;
  const file = await collect(reader, pods, occasion);
  const before = await diagnoseAll(reader, pods, occasion);
  return { objects, file, before, after: await diagnoseAll(readerOf(file), pods, occasion) };
}

describe('a collected file', () => {
  it('gives the diagnosis of its source, whatever that is, and no credential', async () => {
    let findings = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        const { objects, file, before, after } = await bothWays(scene);
        expect(said(after)).toEqual(said(before));
        findings += before.flatMap((pod) => pod.images).flatMap((image) => image.findings).length;
        expect(file).not.toMatch(/Pw0rd/);
        for (const value of hiddenTexts(objects).filter((text) => text.length >= 6))
          expect(file.includes(JSON.stringify(value).slice(1, -1)), 'a credential').toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(findings).toBeGreaterThan(100);
  });

  it('collected again is the same', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        const { objects, file } = await bothWays(scene);
        const pods = objects.filter((object) => object.kind === 'Pod').slice(0, 1);
        const occasion = { source: 'file', observedAt: scene.observedAt ?? observedAt } as const;
        expect(JSON.parse(await collect(readerOf(file), pods, occasion))).toEqual(JSON.parse(file));
      }),
      { numRuns: 50 },
    );
  });

  it.each(captureNames)('of recording %s gives its diagnosis and holds no credential', async (name) => {
    const objects = captureObjects(name);
    const pods = objects.filter((object) => object.kind === 'Pod');
    const occasion = { source: 'file', observedAt: recordedAt(objects, observedAt) } as const;
    const file = await collect(offlineReader(objects), pods, occasion);
    expect(said(await diagnoseAll(readerOf(file), pods, occasion))).toEqual(
      said(await diagnoseAll(offlineReader(objects), pods, occasion)),
    );
    const items = (JSON.parse(file) as { items: readonly KubeObject[] }).items;
    expect(recordedAt(items, '')).toBe(occasion.observedAt);
    expect(credentialPieces(file, objects)).toEqual([]);
  });
});
