import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { KubeObject } from '../../objects/object-reader.ts';
import { readStream } from './archive.ts';
import type { Chunks } from './byte-stream.ts';
import { folderFiles } from './folder.ts';
import { InputError, type Limits, unreadable, usualLimits } from './input-limits.ts';
import { readFiles } from './text-file.ts';

/**
 * The objects of an offline input: a file (text, or a tar archive, in gzip or not), a directory
 * (its .json and .yaml files), or `-` for standard input. Nothing is written, and no more than the
 * limits is kept in memory. With `located` the objects know where they were read, but for those of
 * an archive.
 */
export async function readInput(
  path: string,
  stdin: Chunks,
  limits: Limits = usualLimits,
  located = false,
): Promise<readonly KubeObject[]> {
  if (path === '-') return readStream(stdin, 'standard input', limits, located ? '-' : undefined);
  const info = await stat(path).catch((error: unknown) => {
    throw new InputError(unreadable(path, error));
  });
  if (info.isDirectory()) return readFiles(folderFiles(path, limits), path, limits, located);
  if (!info.isFile() && !info.isFIFO()) throw new InputError(`${path} is neither a file nor a directory`);
  const stream = createReadStream(path);
  try {
    return await readStream(stream, path, limits, located ? path : undefined);
  } finally {
    stream.destroy();
  }
}
