import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { attempt, manifestOf, probeOf, probeScenes } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'registry-answers-differ-here';
const scene = probeScenes['a login that passes here'] as Scene;

describe(rule, () => {
  it('is a note that leads to verify; what the kubelet says stays the cause, and is no longer proven', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-rejected error likely', `${rule} info likely`]);
    expect(commandsOf(findingOf(image, rule))).toEqual(['kubectl pullcheck verify pod web -n shop']);
  });

  it.each([
    [
      'the registry refuses here too',
      probeOf([attempt('anonymous', 'anonymous-refused'), attempt('offer', 'login-refused')]),
    ],
    [
      'another login than the node’s passes',
      probeOf([attempt('anonymous', 'found'), attempt('offer', 'login-refused')]),
    ],
    [
      'a part of the image is gone',
      probeOf([attempt('anonymous', 'found'), attempt('offer', 'found')], {
        manifest: manifestOf({ childPresent: false, childrenGone: ['linux/amd64'] }),
      }),
    ],
  ])('says nothing where %s', async (_, probe) => {
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
