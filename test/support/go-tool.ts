import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/release/settings.ts';

/** Whether a command can be run. */
export function has(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds a program from its Go module, once for a checkout, and gives its path; null, with the
 * reason on standard error, where there is no Go or the module is not to be had. `at`:
 * `example.com/module/cmd/name@v1.2.3`.
 */
export async function goTool(at: string): Promise<string | null> {
  const [path = '', version = ''] = at.split('@');
  const name = path.split('/').at(-1) ?? '';
  const folder = join(root, 'node_modules/.cache/pullcheck-go', `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  try {
    await promisify(execFile)('go', ['install', at], {
      cwd: tmpdir(),
      env: { ...process.env, GOBIN: folder },
      timeout: 600_000,
    });
    return program;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    console.warn(`${name} is not tried: ${stderr.trim().split('\n').at(-1) || message}`);
    return null;
  }
}
