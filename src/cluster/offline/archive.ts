import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { KubeObject } from '../object-reader.ts';
import { type ByteStream, byteStream, type Chunks } from './byte-stream.ts';
import { decodeText } from './decode-text.ts';
import { readDocuments } from './documents.ts';
import { readAll } from './folder.ts';
import type { Limits } from './limits.ts';
import { OfflineProblem } from './offline-problem.ts';
import { tarFiles } from './tar.ts';
import { isTarHeader } from './tar-header.ts';
import { mayHoldObjects, readFiles, type TextFile } from './text-file.ts';
import { unreadable } from './unreadable.ts';

/** The objects of a stream: text, a tar archive, or either of them in gzip. */
export async function readStream(
  chunks: Chunks,
  origin: string,
  limits: Limits,
): Promise<readonly KubeObject[]> {
  try {
    const outer = byteStream(chunks);
    const [first, second] = await outer.peek(2);
    if (first !== 0x1f || second !== 0x8b) return await readPlain(outer, origin, limits);
    const packed = Readable.from(outer.rest());
    const plain = createGunzip();
    packed.on('error', (error) => plain.destroy(error)).pipe(plain);
    try {
      return await readPlain(byteStream(plain), origin, limits);
    } finally {
      plain.destroy();
      packed.destroy();
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new OfflineProblem(unreadable(origin, error)) : error;
  }
}

async function readPlain(stream: ByteStream, origin: string, limits: Limits): Promise<readonly KubeObject[]> {
  if (isTarHeader(await stream.peek(512)))
    return readFiles(archiveFiles(stream, origin, limits), origin, limits);
  const content = decodeText(await readAll(stream.rest(), origin, limits.text), origin);
  if (content.trim() === '') throw new OfflineProblem(`${origin} is empty`);
  const objects = readDocuments(content, origin, { mostYaml: limits.yaml });
  if (objects === null) throw new OfflineProblem(`${origin} holds no Kubernetes objects`);
  return objects;
}

async function* archiveFiles(stream: ByteStream, origin: string, limits: Limits): AsyncGenerator<TextFile> {
  for await (const { path, bytes } of tarFiles(stream, origin, mayHoldObjects, limits))
    yield { path, name: `${path} in ${origin}`, bytes };
}
