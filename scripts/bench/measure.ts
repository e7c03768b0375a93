import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory; 0 where there is no /proc. */
  readonly mebibytes: number;
  /** CPU time in seconds, in the steps of the system's clock ticks; 0 where there is no /proc. */
  readonly cpuSeconds: number;
  readonly code: number | null;
}

/**
 * Runs a command to its end, without output; the wall clock is ours, the peak memory the kernel's.
 */
export function measure(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  pollMilliseconds = 20,
): Promise<Measured> {
  const spent = childrenSeconds();
  const started = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMebibytes(child.pid ?? 0));
  }, pollMilliseconds);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1000;
      resolve({ seconds, mebibytes: peak, cpuSeconds: childrenSeconds() - spent, code });
    });
  });
}

/** The high-water mark of a process by /proc. */
function residentMebibytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * CPU time of all children that have ended (proc(5): cutime and cstime, in hundredths of a second).
 */
function childrenSeconds(): number {
  try {
    const afterName = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(afterName[13]) + Number(afterName[14])) / 100;
  } catch {
    return 0;
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
