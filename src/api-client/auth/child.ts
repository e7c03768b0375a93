import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '../kubeconfig/connection-options.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends a child with this process, which may wait for a login, until the function that this gives is
 * called. Called before the child is started: a signal may come while it is.
 */
export function endWithUs(child: () => ChildProcess | null): () => void {
  const end = () => void child()?.kill();
  const onSignal = (signal: NodeJS.Signals) => {
    end();
    release();
    // where nobody else listens, the signal does what it does without a listener
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once('exit', end);
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}

/**
 * Milliseconds without a line end after which the words of a child are told: it may wait for
 * somebody who reads them.
 */
const patience = 300;

/**
 * Tells what a child writes, line by line. The function that this gives tells what is left once all
 * came, and waits no longer than `patience`.
 */
export function tellLines(stream: Readable, tell: (line: string) => void): () => Promise<void> {
  let rest = '';
  let waiting: NodeJS.Timeout | undefined;
  const flush = () => {
    if (rest.trim() !== '') tell(rest);
    rest = '';
  };
  const ended = new Promise<void>((resolve) => void stream.once('close', resolve));
  stream.setEncoding('utf8');
  stream.on('error', () => {});
  stream.on('data', (chunk: string) => {
    clearTimeout(waiting);
    const lines = (rest + chunk).split('\n');
    rest = '';
    const last = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') tell(line.replace(/\r$/, ''));
    rest = last;
    if (rest.length > longestLine) flush();
    waiting = setTimeout(flush, patience).unref();
  });
  return async () => {
    // a process that the child left behind may hold it open
    await Promise.race([ended, pause(patience, undefined, { ref: false })]);
    if (stream instanceof Socket) stream.unref();
    clearTimeout(waiting);
    flush();
  };
}

const longestLine = 32_000;

/**
 * Where a command is: its path, that it is not there, or that PATH finds it in the working
 * directory alone.
 */
export type Located = { readonly path: string } | 'missing' | 'in-working-directory';

/**
 * Looks a command up in PATH. Imitates Go's exec.LookPath: a file that an empty or relative entry
 * of PATH finds first is not run. On Windows it is left to the system.
 */
export function locate(command: string, env: Env): Located {
  if (process.platform === 'win32' || command.includes('/')) return { path: command };
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder === '' ? '.' : folder, command);
    if (isExecutable(path)) return isAbsolute(path) ? { path } : 'in-working-directory';
  }
  return 'missing';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
