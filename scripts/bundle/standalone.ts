import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { startPodServer } from '../pod-server.ts';
import { buildProgram } from './build-program.ts';

const root = join(import.meta.dirname, '../..');

/** What a standalone executable is made of, besides Node: its main script, and the files that are its assets, by their names. */
export interface Standalone {
  readonly main: string;
  readonly assets: Readonly<Record<string, string>>;
  /** What went into the program, for the licences. */
  readonly metafile: Metafile;
}

/**
 * Writes the program of standalone executables into `folder`. `node` is a Node of this machine's platform, of the version that the executables
 * embed: it runs the program once for the cache.
 */
export async function standalone(folder: string, node: string): Promise<Standalone> {
  const source = join(folder, 'program.cjs');
  const cache = join(folder, 'program.cache');
  const metafile = await buildProgram(source);
  await train(node, source, cache);
  const pages = readdirSync(join(root, 'docs/rules')).map((page) => `docs/rules/${page}`);
  return {
    main: join(import.meta.dirname, 'standalone-main.cjs'),
    assets: {
      'program.cjs': source,
      'program.cache': cache,
      ...Object.fromEntries(pages.map((page) => [page, join(root, page)])),
    },
    metafile,
  };
}

/** Runs the main job once, from kubeconfig to report. The seed of V8's hashes is fixed: the same program gives the same cache. */
async function train(node: string, source: string, cache: string): Promise<void> {
  const server = await startPodServer();
  const script = join(import.meta.dirname, 'train.cjs');
  const args = ['--random-seed=1', script, source, cache, 'pod', 'web', '--exit-zero'];
  writeFileSync(cache, '');
  await promisify(execFile)(node, args, { env: { KUBECONFIG: server.kubeconfig, HOME: server.home } });
  server.close();
}
