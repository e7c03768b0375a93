import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, verdict } from '../support/expectations.ts';
import { attempt, manifestOf, probeOf, probeScenes } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';
import { notFound } from '../support/words.ts';

const rule = 'image-tag-cache-stale';
const scene = probeScenes['a tag without its manifest'] as Scene;

describe(rule, () => {
  it('is the cause in place of what the words alone would give', async () => {
    expect(verdict(await diagnoseImage(scene))).toEqual(['image-tag-cache-stale error proven']);
  });

  it('says nothing of an image that is named by its digest', async () => {
    const image = `registry.acme.io/shop/api@sha256:${'a1'.repeat(32)}`;
    const probe = probeOf([attempt('anonymous', 'found')], {
      manifest: manifestOf({ digestPresent: false }),
    });
    const diagnosis = await diagnoseImage({ image, says: notFound(image), probe });
    expect(diagnosis.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing where the registry was not asked', async () => {
    const { probe: _, ...unasked } = scene;
    expect((await diagnoseImage(unasked)).findings.map((one) => one.rule)).not.toContain(rule);
  });
});
