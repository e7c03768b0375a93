import { UsageError } from './argv.ts';
import { type CommandId, commandNamed } from './command-names.ts';

/**
 * The name that a word behind a command gives, alone or behind the command's own kind (`pod/web`).
 */
export function objectName(command: CommandId, word: string): string {
  const [type = '', name] = word.includes('/') ? word.split(/\/(.*)/s) : [command, word];
  if (commandNamed(type) !== command)
    throw new UsageError(`"${word}" is no ${command}: the objects of one call are of one kind`);
  if (!name) throw new UsageError(`"${word}" names no object`);
  return name;
}
