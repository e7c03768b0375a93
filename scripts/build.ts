import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundledPackages } from './release/bundled-packages.ts';
import { thirdPartyLicences } from './release/third-party-licences.ts';

/** Bundles the program (dist/main.js) and the library (dist/index.js); the API client goes into a chunk that offline runs never load. */
const root = join(import.meta.dirname, '..');
await rm(join(root, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/commands/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  metafile: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.20',
  chunkNames: 'chunks/[name]-[hash]',
  // the licences are in LICENSES-npm, whole
  legalComments: 'none',
  logLevel: 'warning',
  // CommonJS dependencies expect these names
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
  },
});
await writeFile(join(root, 'dist/LICENSES-npm'), thirdPartyLicences(bundledPackages(metafile)));
