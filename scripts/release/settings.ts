import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** package.json. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  repository: { url: string };
};
export const { version } = manifest;

/**
 * Where releases are published: package.json's `repository`, whose owner is the one place to change
 * (docs/releasing.md).
 */
export const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');

/**
 * Date of every file in the archives, and of the SBOM. A constant and not the commit's date: no
 * commit then changes the checksums.
 */
export const releaseDate = new Date('2026-11-21T00:00:00Z');

/** The Node.js packages, and where `npm pack` keeps them between releases. */
export const nodeCache = join(root, 'node_modules/.cache/pullcheck-release');
