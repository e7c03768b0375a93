import { spawn } from 'node:child_process';
import { startAgain } from '../program.ts';

const mark = 'PULLCHECK_COMPLETION';

/** Whether this process is the one that `runAgain` started. */
export const isSecondRun = (): boolean => process.env[mark] === 'look-up';

/**
 * Runs this program once more with the same arguments and gives what it printed, or null when it
 * fails or is not done in time (milliseconds since this process began). A process that resolves a
 * name or reads a pipe cannot end itself (exit joins libuv's threads), so that another one has to
 * kill it. It leads a session of its own, without a terminal that a credential plugin could ask on,
 * and goes together with all that it started.
 */
export function runAgain(deadline: number): Promise<string | null> {
  const [command = '', ...before] = startAgain;
  const child = spawn(command, [...before, ...process.argv.slice(2)], {
    env: { ...process.env, [mark]: 'look-up' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const end = () => {
    killGroup(child.pid);
    resolve(null);
  };
  const timer = setTimeout(end, Math.max(0, deadline - performance.now()));
  process.once('exit', end);
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.on('error', end);
  child.on('close', (code) => resolve(code === 0 ? Buffer.concat(output).toString() : null));
  return promise.finally(() => {
    clearTimeout(timer);
    process.off('exit', end);
    child.stdout.destroy();
    child.unref();
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // it is gone already
  }
}
