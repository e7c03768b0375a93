import { createReadStream, constants as flags } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Chunks } from './byte-stream.ts';
import { checkSize, InputError, type Limits, unreadable } from './input-limits.ts';
import { mayHoldObjects, type TextFile } from './text-file.ts';

/**
 * The files of a folder, and of those below it, that may hold objects. Links are not followed: what
 * they lead to inside is read anyway, and one that leads out is refused.
 */
export async function* folderFiles(folder: string, limits: Limits): AsyncGenerator<TextFile> {
  for (const path of await pathsIn(folder, limits)) {
    const info = await stat(path).catch((error: unknown) => {
      throw new InputError(unreadable(path, error));
    });
    checkSize(path, info.size, limits.text);
    // the file may have become a link since
    const stream = createReadStream(path, { flags: flags.O_RDONLY | (flags.O_NOFOLLOW ?? 0) } as object);
    yield { path: relative(folder, path), name: path, bytes: await readAll(stream, path, limits.text) };
  }
}

async function pathsIn(folder: string, limits: Limits): Promise<readonly string[]> {
  const paths: string[] = [];
  let entries = 0;
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (++entries > limits.entries)
        throw new InputError(`${folder} holds more than ${limits.entries} entries`);
      const path = join(entry.parentPath, entry.name);
      if (entry.isSymbolicLink()) await refuseWayOut(folder, path);
      else if (entry.isFile() && mayHoldObjects(path)) paths.push(path);
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(unreadable(folder, error));
  }
  return paths.sort();
}

async function refuseWayOut(folder: string, link: string): Promise<void> {
  const target = await realpath(link).catch(() => null);
  if (target === null || target.startsWith((await realpath(folder)) + sep)) return;
  const leadsToObjects = mayHoldObjects(link) || (await stat(target)).isDirectory();
  if (leadsToObjects) throw new InputError(`${folder} holds a link that leads out of it: ${link}`);
}

/** All bytes of a stream; one that is longer than the limit is refused before it is read whole. */
export async function readAll(chunks: Chunks, name: string, most: number): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      checkSize(name, size, most);
      read.push(chunk);
    }
    return Buffer.concat(read);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(unreadable(name, error));
  }
}
