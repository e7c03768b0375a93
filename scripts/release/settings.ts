import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

/** Where releases are published; the owner is a placeholder until the repository has a home (docs/releasing.md). */
export const repository = 'https://github.com/kubectl-pullcheck/kubectl-pullcheck';

/** Date of every file in the archives, and of the SBOM. A constant and not the commit's date: no commit then changes the checksums. */
export const releaseDate = new Date('2026-11-21T00:00:00Z');

/** The Node.js packages, and where `npm pack` keeps them between releases. */
export const nodeCache = join(root, 'node_modules/.cache/pullcheck-release');
