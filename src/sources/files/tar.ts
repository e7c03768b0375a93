import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Header } from 'tar-stream';
import type { Chunks } from './byte-stream.ts';
import { checkSize, InputError, type Limits } from './input-limits.ts';

const block = 512;

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Whether a stream that begins with these bytes is an archive: the magic of ustar, which GNU's and
 * pax's have too.
 */
export const isTar = (start: Uint8Array): boolean =>
  start.length >= block && Buffer.from(start.subarray(257, 262)).toString('latin1') === 'ustar';

/**
 * The files of a tar archive that `wants` picks by path, as they come; all others are skipped.
 * Links are never followed: one to a wanted name that leads out of the archive is refused.
 */
export async function* tarFiles(
  chunks: Chunks,
  origin: string,
  wants: (path: string) => boolean,
  limits: Limits,
): AsyncGenerator<PackedFile> {
  const { extract } = await import('./extract.ts');
  const archive = extract();
  const source = Readable.from(wholeArchive(chunks, origin, limits));
  source.on('error', (error) => archive.destroy(error)).pipe(archive as unknown as NodeJS.WritableStream);
  let entries = 0;
  let declared = 0;
  try {
    for await (const entry of archive) {
      const { name: path, size, type } = entry.header;
      if (++entries > limits.entries)
        throw new InputError(`${origin} holds more than ${limits.entries} entries`);
      declared += size;
      checkUnpacked(origin, declared, limits);
      if (wants(path) && leadsOut(entry.header))
        throw new InputError(`${origin} holds a link that leads out of it: ${printable(path)}`);
      if (isFile(type) && wants(path)) {
        checkSize(`${printable(path)} in ${origin}`, size, limits.text);
        yield { path, bytes: await buffer(entry as Chunks) };
      } else entry.resume();
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${origin} ${damage(error)}`);
  } finally {
    source.destroy();
    archive.destroy();
  }
}

/**
 * The bytes as they are, as long as they are not too many; an archive ends in a block of zeros,
 * which the library does not ask for.
 */
async function* wholeArchive(chunks: Chunks, origin: string, limits: Limits): AsyncGenerator<Uint8Array> {
  let size = 0;
  let end: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    size += chunk.length;
    checkUnpacked(origin, size, limits);
    end = chunk.length >= block ? chunk.subarray(-block) : Buffer.concat([end, chunk]).subarray(-block);
    yield chunk;
  }
  if (end.some((byte) => byte !== 0)) throw new Error('Unexpected end of data');
}

const checkUnpacked = (origin: string, size: number, limits: Limits) =>
  checkSize(`what ${origin} unpacks to`, size, limits.unpacked);

/** What the errors of tar-stream, zlib and the file system mean. */
function damage(error: unknown): string {
  const { message = '', code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (message === 'Unexpected end of data') return 'is a tar archive that ends too early';
  if (message === 'Header exceeds max size') return 'is a tar archive with a name that is too long';
  if (code.startsWith('Z_')) return 'is a damaged gzip file';
  return code === '' ? 'is a damaged tar archive' : `cannot be read (${code})`;
}

const isFile = (type: string | null) => type === 'file' || type === 'contiguous-file';

/** Names in archives are anybody's: what is printed of them is one line. */
const printable = (path: string) => path.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(-200);

/** A link's target is relative to its folder; a hard link's to the root of the archive. */
function leadsOut({ type, name, linkname }: Header): boolean {
  if ((type !== 'link' && type !== 'symlink') || linkname === null) return false;
  if (linkname.startsWith('/')) return true;
  const from = type === 'link' ? '' : posix.dirname(name);
  return posix.normalize(posix.join(from, linkname)).split('/')[0] === '..';
}
