import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildProgram } from './bundle/build-program.ts';
import { bundledPackages } from './release/bundled-packages.ts';
import { thirdPartyLicences } from './release/third-party-licences.ts';

/**
 * Writes dist/: the program (cli/main.cjs), the library (index.js, which loads client-node where a
 * caller reads with it) and the licences of what is bundled.
 */
const root = join(import.meta.dirname, '..');
await rm(join(root, 'dist'), { recursive: true, force: true });
const [metafile] = await Promise.all([
  buildProgram(join(root, 'dist/cli/main.cjs')),
  build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.js',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.20',
    external: ['@kubernetes/client-node'],
    // packages in CommonJS ask for Node's modules by require, which an ES module has to make
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  }),
]);
await writeFile(join(root, 'dist/LICENSES-npm'), thirdPartyLicences(bundledPackages(metafile)));
