import { posix } from 'node:path';
import type { ByteStream } from './byte-stream.ts';
import { checkSize, type Limits } from './limits.ts';
import { OfflineProblem } from './offline-problem.ts';
import { isBlank, isTarHeader, readHeader, readPax, type TarHeader } from './tar-header.ts';

const block = 512;
/** Names and other attributes are short, whatever an archive says. */
const mostAttributes = 64 * 1024;

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a tar archive that `wants` picks by path, as they come; all others are skipped. Links are never followed: one to a wanted
 * name that leads out of the archive is refused.
 */
export async function* tarFiles(
  stream: ByteStream,
  origin: string,
  wants: (path: string) => boolean,
  limits: Limits,
): AsyncGenerator<PackedFile> {
  let unpacked = 0;
  let attributes: Partial<TarHeader> = {};
  const cut = () => new OfflineProblem(`${origin} is a tar archive that ends too early`);
  for (let entries = 0; ; entries++) {
    const bytes = await stream.take(block);
    if (bytes.length < block) throw cut();
    if (isBlank(bytes)) return;
    if (!isTarHeader(bytes)) throw new OfflineProblem(`${origin} is a damaged tar archive`);
    if (entries >= limits.entries)
      throw new OfflineProblem(`${origin} holds more than ${limits.entries} entries`);
    const header = { ...readHeader(bytes), ...attributes };
    const { path, size, type } = header;
    unpacked += size;
    checkSize(`what ${origin} unpacks to`, unpacked, limits.unpacked);
    const padding = (block - (size % block)) % block;
    if (type === 'attributes' || type === 'long-name') {
      checkSize(`a name in ${origin}`, size, mostAttributes);
      const content = await stream.take(size);
      attributes =
        type === 'attributes'
          ? readPax(content)
          : { path: Buffer.from(content).toString().replace(/\0.*$/s, '') };
      await stream.skip(padding);
      continue;
    }
    attributes = {};
    if (type === 'link' && wants(path) && leadsOut(header))
      throw new OfflineProblem(`${origin} holds a link that leads out of it: ${printable(path)}`);
    if (type !== 'file' || !wants(path)) {
      if ((await stream.skip(size + padding)) < size) throw cut();
      continue;
    }
    checkSize(`${printable(path)} in ${origin}`, size, limits.text);
    const content = await stream.take(size);
    if (content.length < size) throw cut();
    yield { path, bytes: content };
    await stream.skip(padding);
  }
}

/** Names in archives are anybody's: what is printed of them is one line. */
const printable = (path: string) => path.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(-200);

function leadsOut({ path, target, hard }: TarHeader): boolean {
  if (target.startsWith('/')) return true;
  const from = hard ? '' : posix.dirname(path);
  return posix.normalize(posix.join(from, target)).split('/')[0] === '..';
}
