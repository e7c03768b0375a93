import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, findingOf } from '../support/expectations.ts';
import { attempt, probeOf, probeScenes } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'clock-skew';
const scene = probeScenes['a clock that is wrong'] as Scene;

describe(rule, () => {
  it('is a warning beside the cause', async () => {
    const image = await diagnoseImage(scene);
    expect(image.cause).toBe('credential-rejected');
    expect(findingOf(image, rule)).toMatchObject({
      severity: 'warning',
      certainty: 'proven',
      facts: { seconds: -720 },
    });
  });

  it.each([300, -300, 0, null])('says nothing of a difference of %s seconds', async (clockSkewSeconds) => {
    const probe = probeOf([attempt('anonymous', 'anonymous-refused')], { clockSkewSeconds });
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
