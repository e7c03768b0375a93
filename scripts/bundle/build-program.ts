import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { slim } from './slim.ts';

/**
 * Writes the whole program as one file: one read and one compilation, which a code cache can take
 * away. It is a function of the names that CommonJS gives a module, behind a comment with the hash
 * of its text, by which caches of it are told apart.
 */
export async function buildProgram(outfile: string): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: join(import.meta.dirname, '../..'),
    entryPoints: ['src/cli/main.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22.20',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [slim],
    define: { 'import.meta.dirname': '__dirname' },
    // a vm.Script has no import(): require takes its place
    supported: { 'dynamic-import': false },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
    metafile: true,
    write: false,
  });
  const text = outputFiles.map((file) => file.text).join('');
  const hash = createHash('sha256').update(text).digest('hex');
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(outfile, `/*${hash}*/${text}`);
  return metafile;
}
