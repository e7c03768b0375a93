import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import type { KubeObject } from '../object-reader.ts';
import { OfflineProblem, readDocuments } from './documents.ts';

/** The objects of an offline input: a file, a directory (its .json and .yaml files), or `-` for standard input. */
export async function readInput(path: string, stdin: NodeJS.ReadableStream): Promise<readonly KubeObject[]> {
  if (path === '-') return objectsOf(await readStream(stdin), 'standard input');
  const info = await stat(path).catch((error: unknown) => {
    throw new OfflineProblem(unreadable(path, error));
  });
  if (info.isDirectory()) return readDirectory(path);
  if (!info.isFile() && !info.isFIFO()) throw new OfflineProblem(`${path} is neither a file nor a directory`);
  return objectsOf(await readText(path), path);
}

async function readDirectory(path: string): Promise<readonly KubeObject[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new OfflineProblem(unreadable(path, error));
  });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const objects: KubeObject[] = [];
  let recognised = false;
  for (const file of files) {
    const content = await readText(file);
    const found = content.trim() === '' ? null : readDocuments(content, file);
    recognised ||= found !== null;
    objects.push(...(found ?? []));
  }
  if (!recognised) throw new OfflineProblem(`${path} holds no Kubernetes objects in .json or .yaml files`);
  return objects;
}

function objectsOf(content: string, origin: string): readonly KubeObject[] {
  if (content.trim() === '') throw new OfflineProblem(`${origin} is empty`);
  const objects = readDocuments(content, origin);
  if (objects === null) throw new OfflineProblem(`${origin} holds no Kubernetes objects`);
  return objects;
}

const readText = (path: string) =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new OfflineProblem(unreadable(path, error));
  });

function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read (permission denied)`;
  return `${path} cannot be read (${code || 'unknown reason'})`;
}
