import type { BuildOptions } from 'esbuild';
import { slim } from './slim.ts';

/** The whole program as one CommonJS file: one read and one compilation, which a cache can take away. */
export const program: BuildOptions = {
  entryPoints: ['src/commands/main.ts'],
  outfile: 'dist/commands/main.cjs',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22.20',
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
  plugins: [slim],
  define: { 'import.meta.dirname': '__dirname' },
};
