import type { Config } from '@oclif/core/config';
import type { CommandId } from './args/command-names.ts';
import { toRequest } from './args/to-command.ts';
import { commands } from './command-loaders.ts';
import { exitWhenWritten } from './exit-now.ts';
import { watchProcess } from './process-events.ts';
import { name, version } from './program.ts';
import { exitCodes, framesOf, verdictOn } from './run/exit-code.ts';
import { writeLine } from './write-line.ts';

/**
 * Runs the program: parses, dispatches and maps every failure to one line on standard error and an
 * exit code (2 usage, 3 could not check).
 */
export async function main(args: readonly string[]): Promise<void> {
  // oclif would log every argument under DEBUG, and with it what --token gives
  delete process.env['DEBUG'];
  // of Node's and its libraries' making: nothing that a user could act on
  if (!args.includes('--debug')) process.removeAllListeners('warning');
  let running: CommandId | null = null;
  watchProcess((error) => report(error, args, running));
  await run(args, (command) => {
    running = command;
  }).catch((error: unknown) => report(error, args, running));
  await exitWhenWritten();
}

async function run(args: readonly string[], begin: (command: CommandId) => void): Promise<void> {
  if (args[0] === '__complete') return (await import('./completion/complete.ts')).complete(args.slice(1));
  const request = await toRequest(args, begin);
  if (request.kind === 'help') {
    const { showHelp } = await import('./show-help.ts');
    return showHelp(request.command);
  }
  const command = await commands[request.command]();
  await new command([...request.argv], config as unknown as Config).run();
}

/**
 * What a running command asks oclif for. The whole, with plugins, hooks and folders, is loaded for
 * help alone: it costs as much as a round trip.
 */
const config = { bin: name, version, runHook: async () => ({ successes: [], failures: [] }) };

function report(error: unknown, args: readonly string[], command: CommandId | null): void {
  const [code, line] = verdictOn(error, command);
  if (code !== 0) writeLine(`error: ${line}`);
  // where, and not the message: what a library says of a text that it cannot read may quote it
  if (args.includes('--debug') && code === exitCodes.notChecked)
    for (const frame of framesOf(error)) writeLine(frame);
  process.exitCode = code;
}
