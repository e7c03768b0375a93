import type { Argument, Command, Fix } from '../model/finding.ts';

/** The connection flags that the user gave, as kubectl takes them. */
export type ConnectionFlags = readonly Argument[];

/**
 * A fix as one line for a POSIX shell; null for a fix without commands. Connection flags stand right behind `kubectl`, and behind the
 * whole command where a plugin is called, since kubectl takes no flags before a plugin's name.
 */
export function fixCommand({ pipeline }: Fix, flags: ConnectionFlags): string | null {
  return pipeline.length === 0 ? null : pipeline.map((command) => shellCommand(command, flags)).join(' | ');
}

/** One command for a POSIX shell, with the connection flags. */
export const shellCommand = (command: Command, flags: ConnectionFlags): string =>
  commandText(withFlags(command, flags));

function withFlags([program, ...rest]: Command, flags: ConnectionFlags): readonly Argument[] {
  if (program !== 'kubectl') return [program, ...rest];
  return rest[0] === 'pullcheck' ? [program, ...rest, ...flags] : [program, ...flags, ...rest];
}

const commandText = (words: readonly Argument[]) => words.map(wordText).join(' ');

const wordText = (word: Argument) =>
  typeof word === 'string' ? quoted(word) : `${word.prefix}"$${word.fillIn}"`;

const quoted = (word: string) =>
  word !== '' && /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
