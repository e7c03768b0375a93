import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../sources/files/input-limits.ts';
import { UsageError } from '../args/argv.ts';

/** Where one is a socket, its path cannot be opened. */
const streams = new Map<string, NodeJS.WriteStream>([
  ['/dev/stdout', process.stdout],
  ['/dev/stderr', process.stderr],
]);

/** Refuses a file that cannot become the output, before anything is read for it. */
export function checkOutputFile(path: string): void {
  if (path === '') throw new UsageError('--output-file names no file');
  const found = statsOf(path);
  if (found?.isDirectory() === true) throw new UsageError(`--output-file ${path} is a directory`);
  if (found === null && statsOf(dirname(path))?.isDirectory() !== true)
    throw new UsageError(`--output-file ${path}: there is no directory ${dirname(path)}`);
}

/**
 * Writes the whole output, to standard output or to a file. A file is put in its place by one
 * rename, so that no reader finds a part of it; one that a link names stays behind the link. What
 * is no regular file (a pipe, a terminal) is written to directly.
 */
export function writeOutput(text: string, path: string | undefined): void {
  const stream = path === undefined ? process.stdout : streams.get(path);
  if (path === undefined || stream !== undefined) {
    stream?.write(text);
    return;
  }
  try {
    const found = statsOf(path);
    if (found !== null && !found.isFile()) writeFileSync(path, text);
    else replaceFile(found === null ? path : realpathSync(path), text, found?.mode);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new InputError(`the output cannot be written to ${path} (${code})`);
  }
}

/** node_exporter reads `*.prom`: the file on its way must not end so. */
function replaceFile(path: string, text: string, mode: number | undefined): void {
  const onItsWay = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = openSync(onItsWay, 'wx', mode === undefined ? 0o666 : mode & 0o777);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(onItsWay, path);
  } catch (error) {
    rmSync(onItsWay, { force: true });
    throw error;
  }
}

/** Null where there is nothing, or where that cannot be told. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
