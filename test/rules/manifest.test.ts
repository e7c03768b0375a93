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
  it('sees an image volume that cannot be mounted, though its pull went well', async () => {
    const message =
      'failed to mount image volume: ImageVolumeMountFailed: only directory subpath is supported';
    const image = await diagnoseImage({ state: { reason: 'CreateContainerError', message }, events: [] });
    expect(verdict(image)).toEqual(['image-not-runnable error proven']);
  });
});
