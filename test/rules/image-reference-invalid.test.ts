import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';

const rule = 'image-reference-invalid';
const sceneOf = (image: string) => ({
  image,
  state: {
    reason: 'InvalidImageName',
    message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
  },
  events: [],
});

describe(rule, () => {
  it('points at the character at fault', async () => {
    const image = await diagnoseImage(sceneOf('registry.acme.io/Shop/api:1.4'));
    expect(verdict(image)).toEqual(['image-reference-invalid error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('`registry.acme.io/Shop/api:1.4` is not an image reference');
    expect(finding.facts).toEqual({
      position: 17,
      problem: 'invalid reference format: repository name (Shop/api) must be lowercase',
    });
    expect(finding.why[0]).toEqual({
      source: 'Pod shop/web',
      says: 'has an invalid image reference in container app: upper-case letter `S`, at character 18',
    });
    expect(commandsOf(finding)).toEqual([null]);
  });

  it.each([
    ['registry.acme.io/shop/api:', 'an empty tag'],
    ['registry.acme.io/shop/api:1.4 ', 'a space at the end'],
    ['https://registry.acme.io/shop/api:1.4', 'a scheme'],
    ['registry.acme.io/shop/api@sha256:abc', 'a short digest'],
  ])('refuses %j: %s', async (image) => {
    expect(verdict(await diagnoseImage(sceneOf(image)))).toEqual(['image-reference-invalid error proven']);
  });

  it('names a character that cannot be seen', async () => {
    const finding = findingOf(await diagnoseImage(sceneOf('registry.acme.io\u200b/shop/api:1.4')), rule);
    expect(finding.what).toBe(
      '`registry.acme.io\u200b/shop/api:1.4` is not an image reference: it holds U+200B, which cannot be seen',
    );
  });

  it('warns before the kubelet has tried', async () => {
    const image = await diagnoseImage({ ...sceneOf('registry.acme.io/shop/api:'), state: 'pending' });
    expect(verdict(image)).toEqual(['image-reference-invalid warning proven']);
    expect(image.cause).toBe(null);
  });

  it('says nothing of an image that parses', async () => {
    await expectHealthy({ image: 'registry.acme.io/shop/api:1.4' }, rule);
  });

  it('rests on the Pod alone: nothing else need be read', async () => {
    const unread = {
      events: 'denied',
      'nodes/worker-3': 'denied',
      'serviceaccounts/default': 'denied',
    } as const;
    const image = await diagnoseImage({ ...sceneOf('registry.acme.io/Shop/api:1.4'), unread });
    expect(verdict(image)).toEqual(['image-reference-invalid error proven']);
  });
});
