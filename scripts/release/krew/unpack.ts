import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { readTar } from '../archive.ts';

/**
 * Unpacks an archive as krew does (internal/download/downloader.go): its kind by its first bytes,
 * directories and regular files alone.
 */
export async function unpack(archive: Buffer, folder: string): Promise<void> {
  const magic = archive.subarray(0, 4).toString('latin1');
  if (magic === 'PK\x03\x04') unpackZip(archive, folder);
  else if (magic.startsWith('\x1f\x8b\x08')) await unpackTar(gunzipSync(archive), folder);
  else throw new Error('the archive is neither zip nor gzip');
}

async function unpackTar(bytes: Buffer, folder: string): Promise<void> {
  for (const { path, type, mode, content } of await readTar(bytes)) {
    refuseSuspicious(path);
    const place = join(folder, path);
    if (type === 'directory') mkdirSync(place, { recursive: true, mode });
    else if (type === 'file') {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content, { mode });
    } else throw new Error(`the archive holds a ${type}, ${path}`);
  }
}

/**
 * krew makes no parent folders for a zip. Modes are left out: zip is for Windows, which has none.
 */
function unpackZip(bytes: Buffer, folder: string): void {
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    refuseSuspicious(path);
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
    else writeFileSync(join(folder, path), content);
  }
}

function refuseSuspicious(path: string): void {
  if (path.includes('..')) throw new Error(`the archive holds the suspicious path ${path}`);
  if (path.startsWith('/') || path.startsWith('\\'))
    throw new Error(`the archive holds the absolute path ${path}`);
}
