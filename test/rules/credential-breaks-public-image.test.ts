import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, findingOf } from '../support/expectations.ts';
import { attempt, probeOf, probeScenes } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'credential-breaks-public-image';
const scene = probeScenes['a stale login on a public image'] as Scene;

describe(rule, () => {
  it('is the cause, before what the words alone would give', async () => {
    const image = await diagnoseImage(scene);
    expect(image.cause).toBe(rule);
    expect(image.findings.map((one) => one.rule)).not.toContain('credential-rejected');
    expect(findingOf(image, rule).facts).toEqual({ secrets: ['regcred'], entry: 'registry.acme.io' });
  });

  it.each([
    ['the login passes', [attempt('anonymous', 'found'), attempt('offer', 'found')]],
    ['the login was not sent', [attempt('anonymous', 'found'), attempt('offer', 'not-asked')]],
    ['the image is private', [attempt('anonymous', 'anonymous-refused'), attempt('offer', 'login-refused')]],
    [
      'one of two logins passes',
      [attempt('anonymous', 'found'), attempt('offer', 'login-refused'), attempt('offer', 'found')],
    ],
  ])('says nothing where %s', async (_, attempts) => {
    const image = await diagnoseImage({ ...scene, probe: probeOf(attempts) });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing where the registry was not asked', async () => {
    const { probe: _, ...unasked } = scene;
    expect((await diagnoseImage(unasked)).findings.map((one) => one.rule)).not.toContain(rule);
  });
});
