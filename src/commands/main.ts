import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@oclif/core';
import { ConnectionProblem } from '../cluster/connect/connection-problem.ts';
import { nearest } from '../cluster/near-names.ts';
import { OfflineProblem } from '../cluster/offline/documents.ts';
import { ArgumentProblem, normaliseArguments } from './argv.ts';
import { flagTable } from './flag-table.ts';
import { aliases, COMMANDS } from './index.ts';

const usage = 2;
const notChecked = 3;

/**
 * Runs the program: parses, dispatches and maps every failure to one line on standard error and an exit code (2 usage, 3 could not
 * check). `target` is the module that holds the commands, relative to the package's root.
 */
export async function main(args: readonly string[], target = './dist/main.js'): Promise<void> {
  // a reader that closes the pipe early (head) is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? 0 : notChecked),
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

/** `po`, `pods` and `pod/web` are `pod`, as for kubectl. */
function toCommand([word = '', ...rest]: readonly string[]): string[] {
  if (word === '' || word.startsWith('-') || word === 'help')
    return [word, ...rest].filter((one) => one !== '');
  const [type = '', name] = word.split(/\/(.*)/s);
  const id = Object.hasOwn(COMMANDS, type) ? (type as keyof typeof COMMANDS) : aliases.get(type);
  if (id === undefined) {
    const near = nearest(type, Object.keys(COMMANDS));
    throw new ArgumentProblem(
      `there is no command "${type}"${near.length === 0 ? '' : `; near ones: ${near.join(', ')}`}`,
    );
  }
  return [
    id,
    ...(name === undefined ? [] : [name]),
    ...normaliseArguments(rest, flagTable(COMMANDS[id].flags)),
  ];
}

function report(error: unknown, args: readonly string[]): void {
  const [code, line] = verdict(error);
  if (code !== 0) process.stderr.write(`error: ${line}\n`);
  if (args.includes('--debug') && error instanceof Error && code === notChecked)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = code;
}

function verdict(error: unknown): readonly [number, string] {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ArgumentProblem) return [usage, `${message} (see kubectl pullcheck --help)`];
  if (error instanceof OfflineProblem || error instanceof ConnectionProblem) return [notChecked, message];
  const exit =
    error instanceof Error && 'oclif' in error ? (error.oclif as { exit?: number }).exit : undefined;
  if (exit === 0) return [0, ''];
  const [first = ''] = message.split('\n');
  return exit === usage ? [usage, `${first} (see kubectl pullcheck --help)`] : [notChecked, first];
}

export { COMMANDS, Help } from './index.ts';
