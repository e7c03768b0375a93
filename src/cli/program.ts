import { join } from 'node:path';
import { isSea } from 'node:sea';
import manifest from '../../package.json' with { type: 'json' };

/**
 * The folder that holds package.json and docs/: the sources and the bundle lie equally deep in it.
 */
export const root = join(import.meta.dirname, '../..');

export const { name, version } = manifest;

/** The address of the repository. */
export const repository = manifest.homepage.replace(/#readme$/, '');

/**
 * What starts this program once more, before its arguments: a standalone executable is its own
 * Node.
 */
export const startAgain: readonly string[] = isSea()
  ? [process.execPath]
  : [process.execPath, ...process.execArgv, process.argv[1] ?? ''];
