import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { program } from './bundle/program.ts';

/** Writes dist/: the program (commands/main.cjs) and the library (index.js). */
const absWorkingDir = join(import.meta.dirname, '..');
await rm(join(absWorkingDir, 'dist'), { recursive: true, force: true });
await Promise.all([
  build({ absWorkingDir, ...program }),
  build({
    absWorkingDir,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.js',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.20',
    logLevel: 'warning',
  }),
]);
