import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { KubeObject } from '../../objects/object-reader.ts';
import { type Chunks, peek } from './byte-stream.ts';
import { decodeText } from './decode-text.ts';
import { readDocuments } from './documents.ts';
import { readAll } from './folder.ts';
import { InputError, type Limits, unreadable } from './input-limits.ts';
import { isTar, tarFiles } from './tar.ts';
import { mayHoldObjects, readFiles, type TextFile } from './text-file.ts';

/**
 * The objects of a stream: text, a tar archive, or either of them in gzip. Those of a text know
 * where in `file` they stand, if that is given.
 */
export async function readStream(
  chunks: Chunks,
  origin: string,
  limits: Limits,
  file?: string,
): Promise<readonly KubeObject[]> {
  try {
    const { start, whole } = await peek(chunks, 2);
    if (start[0] !== 0x1f || start[1] !== 0x8b) return await readPlain(whole, origin, limits, file);
    const packed = Readable.from(whole);
    const plain = createGunzip();
    packed.on('error', (error) => plain.destroy(error)).pipe(plain);
    try {
      return await readPlain(plain, origin, limits);
    } finally {
      plain.destroy();
      packed.destroy();
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new InputError(unreadable(origin, error)) : error;
  }
}

async function readPlain(
  chunks: Chunks,
  origin: string,
  limits: Limits,
  file?: string,
): Promise<readonly KubeObject[]> {
  const { start, whole } = await peek(chunks, 512);
  if (isTar(start)) return readFiles(archiveFiles(whole, origin, limits), origin, limits);
  const content = decodeText(await readAll(whole, origin, limits.text), origin);
  if (content.trim() === '') throw new InputError(`${origin} is empty`);
  const objects = readDocuments(content, origin, { mostYaml: limits.yaml, file });
  if (objects === null) {
    const line = content.trim();
    const hint =
      /[\n{[]/.test(line) || !line.includes(' ')
        ? ''
        : '; for a message by itself use kubectl pullcheck explain -';
    throw new InputError(`${origin} holds no Kubernetes objects${hint}`);
  }
  return objects;
}

async function* archiveFiles(chunks: Chunks, origin: string, limits: Limits): AsyncGenerator<TextFile> {
  for await (const { path, bytes } of tarFiles(chunks, origin, mayHoldObjects, limits))
    yield { path, name: `${path} in ${origin}`, bytes };
}
