import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@oclif/core';
import { toCommand } from './to-command.ts';
import { exitCodes, verdictOn } from './verdict.ts';

/**
 * Runs the program: parses, dispatches and maps every failure to one line on standard error and an exit code (2 usage, 3 could not
 * check). `target` is the module that holds the commands, relative to the package's root.
 */
export async function main(args: readonly string[], target = './dist/main.js'): Promise<void> {
  // a reader that closes the pipe early (head) is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.sound : exitCodes.notChecked),
  );
  // of Node's and its libraries' making (undici calls SOCKS5 experimental): nothing that a user could act on
  if (!args.includes('--debug')) process.removeAllListeners('warning');
  try {
    const root = join(import.meta.dirname, target.startsWith('./src') ? '../..' : '..');
    await run(toCommand(args), { root, pjson: packageOf(root, target), ignoreManifest: true });
  } catch (error) {
    report(error, args);
  }
}

/** The program's package.json with oclif's settings: bin has to be the file's name, since scoped variables derive from it. */
function packageOf(root: string, target: string) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const oclif = {
    bin: 'kubectl-pullcheck',
    commands: { strategy: 'explicit' as const, target, identifier: 'COMMANDS' },
    helpClass: { target, identifier: 'Help' },
    additionalHelpFlags: ['-h'],
    topicSeparator: ' ' as const,
  };
  return { name, version, oclif };
}

function report(error: unknown, args: readonly string[]): void {
  const [code, line] = verdictOn(error);
  if (code !== 0) process.stderr.write(`error: ${line}\n`);
  if (args.includes('--debug') && error instanceof Error && code === exitCodes.notChecked)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = code;
}

export { COMMANDS, Help } from './index.ts';
