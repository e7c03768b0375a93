import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@oclif/core';
import { say } from './say.ts';
import { toCommand } from './to-command.ts';
import { exitCodes, framesOf, verdictOn } from './verdict.ts';

/**
 * Runs the program: parses, dispatches and maps every failure to one line on standard error and an exit code (2 usage, 3 could not
 * check). `target` is the module that holds the commands, relative to the package's root.
 */
export async function main(args: readonly string[], target = './dist/main.js'): Promise<void> {
  // a reader that closes the pipe early (head) is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.sound : exitCodes.notChecked),
  );
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
  if (code !== 0) say(`error: ${line}`);
  // where, and not the message: what a library says of a text that it cannot read may quote it
  if (args.includes('--debug') && code === exitCodes.notChecked)
    for (const frame of framesOf(error)) say(frame);
  process.exitCode = code;
}

export { COMMANDS, Help } from './index.ts';
