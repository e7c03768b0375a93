import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { verdict } from '../support/expectations.ts';
import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'image-not-runnable',
    message: 'm-2e44856d51',
    what: '`ghcr.io/acme/charts/app:1.0` is not an image that the runtime can run',
    from: ['ghcr.io', null, null],
  },
]);

describe('image-not-runnable', () => {
  const chart = 'registry.acme.io/charts/web:0.1.0';
  const message = 'failed to generate container "e4aa" spec: failed to generate spec: no command specified';
  const created = (image: string, size: number) => ({
    image,
    state: { reason: 'CreateContainerError', message },
    events: [
      { reason: 'Pulled', message: `Successfully pulled image "${image}" in 1s. Image size: ${size} bytes.` },
    ],
  });

  it.each([
    ['its size', created('registry.acme.io/shop/web:0.1.0', 481)],
    ['its name', created(chart, 61_440)],
  ])('knows an artifact that was pulled and has no command by %s', async (_, scene) => {
    expect(verdict(await diagnoseImage(scene))).toEqual(['image-not-runnable error likely']);
  });

  it('knows a manifest of schema 1 that dockerd misses a signature of', async () => {
    const says = 'Error response from daemon: missing signature key';
    const image = await diagnoseImage({ image: 'registry.acme.io/shop/web:0.1.0', says });
    expect(verdict(image)).toEqual(['image-not-runnable error proven']);
    expect(JSON.stringify(image.findings[0]?.why)).toMatch(/manifest schema 1/);
  });

  it('leaves an ordinary image without a command alone', async () => {
    const image = await diagnoseImage(created('registry.acme.io/shop/web:1', 3_400_000));
    expect({ status: image.status, findings: image.findings }).toEqual({ status: 'ok', findings: [] });
  });
});
