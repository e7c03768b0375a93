import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

/** The folder that holds package.json and docs/: the sources and the bundle lie equally deep in it. */
export const root = join(import.meta.dirname, '../..');

export const { name, version } = manifest;
