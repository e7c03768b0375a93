import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'image-volume-mount-failed';
const volume = 'registry.acme.io/shop/files:1';
const message =
  'failed to mount image volume: ImageVolumeMountFailed: failed to ensure image subpath "models/none" in "/run/x": stat /run/x/models/none: no such file or directory';
const scene: Scene = {
  volume,
  subPath: 'models/none',
  state: { reason: 'CreateContainerError', message },
  events: [],
  machine: { kubeletVersion: 'v1.36.3' },
};
/** The volume is the Pod's first image. */
const app = (given: Scene) => diagnoseImage(given, 1);

describe(rule, () => {
  it('names the sub path that the image lacks', async () => {
    const image = await app(scene);
    expect(verdict(image)).toEqual([`${rule} error proven`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'container app cannot mount image volume `files`: sub path `models/none` is not in the image',
    );
    expect(finding.facts).toEqual({ volumes: ['files'], subPath: 'models/none', unsupported: false });
    expect(finding.fixes[0]?.title).toContain('correct subPath models/none of volume files');
    expect((await diagnoseImage(scene)).findings).toEqual([]);
  });

  it.each([
    'failed to generate container "abc" spec: failed to generate spec: failed to mkdir "": mkdir : no such file or directory',
    'Error response from daemon: invalid mount config for type "bind": field Source must not be empty',
  ])('knows a runtime without image volumes by: %s', async (words) => {
    const image = await app({
      ...scene,
      state: { reason: 'CreateContainerError', message: words },
      machine: { containerRuntime: 'containerd://1.7.24' },
    });
    expect(verdict(image)).toEqual([`${rule} error likely`]);
    const finding = findingOf(image, rule);
    expect(finding.why[1]?.says).toBe(
      'runs containerd://1.7.24; image volumes came with containerd 2.1 and CRI-O 1.31',
    );
  });

  it('leaves other trouble of a container alone', async () => {
    const other =
      'failed to generate container "abc" spec: failed to mkdir "": mkdir : no such file or directory';
    const bare = await diagnoseImage({
      state: { reason: 'CreateContainerError', message: other },
      events: [],
    });
    expect(bare.findings).toEqual([]);
    await expectHealthy({}, rule);
  });

  it('keeps to the status while the events may not be read', async () => {
    await expectUnproven(
      { ...scene, state: { reason: 'CreateContainerError', message: 'x' }, unread: { events: 'denied' } },
      rule,
    );
  });
});
