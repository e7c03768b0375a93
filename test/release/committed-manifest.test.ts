import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderManifest } from '../../scripts/release/krew/render-manifest.ts';
import type { Manifest } from '../../scripts/release/krew/types.ts';
import { manifestProblems } from '../../scripts/release/krew/validate-manifest.ts';
import { repository, root, version } from '../../scripts/release/settings.ts';

const committed = readFileSync(join(root, 'krew-manifest.yaml'), 'utf8');
const platforms = (parse(committed) as Manifest).spec?.platforms ?? [];

describe('krew-manifest.yaml', () => {
  it('is valid', () => expect(manifestProblems(committed, 'pullcheck')).toEqual([]));

  it('is what its template gives for this version and its own checksums, as `npm run release` leaves it', () => {
    const sha256 = new Map(
      platforms.map(({ uri, sha256 }) => [String(uri).split('/').at(-1) ?? '', String(sha256)]),
    );
    expect(committed).toBe(renderManifest({ version, repository, sha256 }));
  });

  it('has a checksum of its own for each archive', () => {
    expect(new Set(platforms.map(({ sha256 }) => sha256)).size).toBe(platforms.length);
  });
});

describe('the template', () => {
  const release = { version, repository, sha256: new Map<string, string>() };
  it.each([
    ['{{sha256 linux amd64}}', 'was not built'],
    ['{{uri linux riscv64}}', 'which is not built'],
    ['{{sha linux amd64}}', 'unknown placeholder'],
  ])('%s is refused', (text, message) => expect(() => renderManifest(release, text)).toThrow(message));
});
