import { execFile, execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** The kubectl to compare with: the one on PATH, or the command that PULLCHECK_KUBECTL names. */
const command = process.env['PULLCHECK_KUBECTL'] || 'kubectl';

/** Whether there is a kubectl to compare with. */
export const hasKubectl = (() => {
  try {
    execFileSync(command, ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Runs kubectl with `env` besides PATH, its caches in a folder for temporary files; gives its
 * standard output, or null when it fails.
 */
export function kubectl(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { env: { PATH: process.env['PATH'], HOME: tmpdir(), ...env } },
      (error, stdout) => resolve(error === null ? stdout : null),
    );
    child.stdin?.end();
  });
}
