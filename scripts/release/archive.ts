import { gzipSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { extract, pack } from 'tar-stream';

/** One regular file of an archive; krew takes no links. */
export interface ArchiveFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
}

/** What a tar archive holds, as krew sees it. */
export interface TarEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly content: Buffer;
}

/**
 * Same files, same date: same bytes. Sorted by path, owned by nobody in particular; gzip writes no
 * name and no time.
 */
export async function tarGz(files: readonly ArchiveFile[], date: Date, level = 9): Promise<Buffer> {
  const archive = pack();
  for (const { path, content, executable } of sorted(files))
    archive.entry(
      { name: path, mode: modeOf(executable), mtime: date, uid: 0, gid: 0, uname: '', gname: '' },
      content,
    );
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks), { level });
}

export function zip(files: readonly ArchiveFile[], date: Date): Buffer {
  const unix = 3;
  const mtime = asLocal(date);
  const entries: Zippable = {};
  for (const { path, content, executable } of sorted(files)) {
    const attrs = ((0o100000 | modeOf(executable)) << 16) >>> 0;
    entries[path] = [content, { os: unix, attrs, mtime, level: 9 }];
  }
  return Buffer.from(zipSync(entries));
}

/** The entries of an uncompressed tar archive, in its order. */
export async function readTar(bytes: Buffer): Promise<readonly TarEntry[]> {
  const reader = extract();
  reader.end(bytes);
  const entries: TarEntry[] = [];
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, mode } = entry.header;
    entries.push({ path: name, type, mode, content: Buffer.concat(chunks) });
  }
  return entries;
}

const modeOf = (executable: boolean) => (executable ? 0o755 : 0o644);

const sorted = (files: readonly ArchiveFile[]) => files.toSorted((a, b) => (a.path < b.path ? -1 : 1));

/**
 * A date whose local fields are the given one's in UTC: zip has no time zone, and the builder's
 * must not show.
 */
const asLocal = (date: Date) =>
  new Date(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  );
