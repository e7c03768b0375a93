import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { attempt, manifestOf, probeOf, probeScenes } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'image-index-incomplete';
const scene = probeScenes['an index without its child'] as Scene;

describe(rule, () => {
  it('names the platform, and is the cause in place of what the words alone would give', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['image-index-incomplete error proven']);
    expect(findingOf(image, rule).facts['gone']).toEqual(['linux/amd64']);
  });

  it('says nothing where the manifest for the platform is there', async () => {
    const probe = probeOf([attempt('anonymous', 'found')], { manifest: manifestOf() });
    expect((await diagnoseImage({ ...scene, probe })).findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing where the registry was not asked', async () => {
    const { probe: _, ...unasked } = scene;
    expect((await diagnoseImage(unasked)).findings.map((one) => one.rule)).not.toContain(rule);
  });
});
