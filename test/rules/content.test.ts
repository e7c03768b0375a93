import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { attempt, manifestOf, probeOf } from '../support/probes.ts';
import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'image-content-missing',
    message: 'm-ebf31f0748',
    what: 'a part of `registry.example.com/acme/app` cannot be fetched whole',
    from: ['registry.example.com', null, null],
  },
  {
    rule: 'image-content-missing',
    message: 'm-decbe34a4c',
    what: 'a part of `registry.acme.io/shop/api` cannot be fetched whole',
    from: ['registry.acme.io', null, null],
  },
]);

describe('image-content-missing, asked for each layer', () => {
  const says =
    'failed to pull and unpack image "registry.acme.io/shop/api:1.4": failed to copy: httpReadSeeker: failed open: content at https://registry.acme.io/v2/shop/api/blobs/sha256:aa not found: not found';
  const told = async (manifest: Parameters<typeof manifestOf>[0]) => {
    const probe = probeOf([attempt('offer', 'found')], { manifest: manifestOf(manifest) });
    const { findings } = await diagnoseImage({ image: 'registry.acme.io/shop/api:1.4', says, probe });
    return findings
      .find(({ rule }) => rule === 'image-content-missing')
      ?.why.map((one) => one.says)
      .join();
  };

  it.each([
    ['names the layers that are not there', { layersGone: ['sha256:aa'] }, 'answers 404 for sha256:aa'],
    ['names the config', { configPresent: false }, 'answers 404 for the config'],
    ['says where all are there', { layersGone: [] }, 'every layer is there'],
    ['says that the manifest is another', { digestMatches: false }, 'do not have the digest that it names'],
  ])('%s', async (_, manifest, words) => {
    expect(await told(manifest)).toContain(words);
  });

  it('says nothing of layers that were not asked for', async () => {
    expect(await told({})).not.toContain('Asked from here');
  });
});
