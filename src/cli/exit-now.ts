import { existsSync } from 'node:fs';

const shell = '/bin/sh';

/**
 * Ends the process now, with what `exit` listeners do. process.exit would wait for the calls of
 * libuv's threads, and one of those may ask a name server that never answers: where there is a
 * shell, it takes the process's place and ends in its stead.
 */
export function exitAtOnce(code: number): never {
  process.emit('exit', code);
  process.removeAllListeners('exit');
  try {
    if (existsSync(shell)) {
      makeBlocking();
      process.execve?.(shell, ['sh', '-c', `exit ${code}`], {});
    }
  } catch {
    // not on this platform
  }
  process.exit(code);
}

/**
 * Ends the process when the work is done, whatever is left open: a timer of a connection that
 * failed, a name that is still looked up.
 */
export async function exitWhenWritten(): Promise<void> {
  // what was written is waited for
  await new Promise<unknown>((resolve) => process.stdout.write('', resolve));
  if (process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap'))
    exitAtOnce(Number(process.exitCode ?? 0));
  process.exit();
}

/**
 * Pipes are shared with other processes, which would find them as libuv made them, and lose what
 * they write; process.exit does the same.
 */
function makeBlocking(): void {
  for (const name of ['stdin', 'stdout', 'stderr'] as const) {
    const { _handle: handle } = process[name] as { _handle?: { setBlocking?(yes: boolean): void } };
    handle?.setBlocking?.(true);
  }
}
