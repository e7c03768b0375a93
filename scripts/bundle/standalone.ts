import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { startPodServer } from '../pod-server.ts';
import { buildProgram } from './build-program.ts';

const root = join(import.meta.dirname, '../..');

/** What a standalone form is made of, besides Node: paths of files. */
export interface Standalone {
  readonly program: string;
  /** What V8 compiled of it, for this machine's platform. */
  readonly cache: string;
  /** The main script of an executable that has the others as assets. */
  readonly main: string;
  /** The rules' pages, by their paths in the package. */
  readonly pages: Readonly<Record<string, string>>;
  /** What went into the program, for the licences. */
  readonly metafile: Metafile;
}

/**
 * Writes the program of the standalone forms into `folder`. `node` is a Node of this machine's
 * platform, of the version that the executables embed: it runs the program once for the cache.
 */
export async function standalone(folder: string, node: string): Promise<Standalone> {
  const program = join(folder, 'program.cjs');
  const cache = join(folder, 'program.cache');
  const metafile = await buildProgram(program);
  await train(node, program, cache);
  const pages = readdirSync(join(root, 'docs/rules')).map((page) => `docs/rules/${page}`);
  return {
    program,
    cache,
    main: join(import.meta.dirname, 'standalone-main.cjs'),
    pages: Object.fromEntries(pages.map((page) => [page, join(root, page)])),
    metafile,
  };
}

/**
 * Milliseconds for which each answer of the training run is held back. undici's timers tick twice a
 * second and let idle connections go after four, and what ticks is compiled: on a slow machine only
 * sometimes, behind this delay always.
 */
export const trainingDelay = 5000;

/**
 * Runs the main job once, from kubeconfig to report. Throws where V8 would not take what it made.
 * The seed of V8's hashes is fixed: the same program gives the same cache.
 */
export async function train(
  node: string,
  program: string,
  cache: string,
  delay = trainingDelay,
): Promise<void> {
  const server = await startPodServer();
  server.delay(delay);
  const script = join(import.meta.dirname, 'train.cjs');
  const args = ['--random-seed=1', script, program, cache, 'pod', 'web', '--exit-zero'];
  writeFileSync(cache, '');
  await promisify(execFile)(node, args, { env: { KUBECONFIG: server.kubeconfig, HOME: server.home } });
  server.close();
  const check = `process.exitCode = Number(new (require('node:vm').Script)(fs.readFileSync(process.argv[1], 'latin1'), {
    filename: 'program.cjs', cachedData: fs.readFileSync(process.argv[2]) }).cachedDataRejected)`;
  await promisify(execFile)(node, ['-e', check, program, cache]).catch(() => {
    throw new Error(`${node} rejects the code cache that it made: a start would take half as long again`);
  });
}
