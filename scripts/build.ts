import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildProgram } from './bundle/build-program.ts';

/** Writes dist/: the program (commands/main.cjs) and the library (index.js). */
const root = join(import.meta.dirname, '..');
await rm(join(root, 'dist'), { recursive: true, force: true });
await Promise.all([
  buildProgram(join(root, 'dist/commands/main.cjs')),
  build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.js',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.20',
    logLevel: 'warning',
  }),
]);
