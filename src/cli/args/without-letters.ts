import type { Command } from '@oclif/core/command';

/**
 * A command as oclif's parser gets it: without the flags' letters. Normalised arguments have none
 * any more, and the parser would take a value such as the token `-nx` for a flag and refuse it.
 */
export function withoutLetters<T extends Pick<Command.Class, 'flags'>>(command: T): T {
  const flags = Object.entries(command.flags).map(([name, { char: _, ...flag }]) => [name, flag]);
  return { ...command, flags: Object.fromEntries(flags) };
}
