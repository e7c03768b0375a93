import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { Argument, Command, Fix } from '../model/finding.ts';
import { shellWord } from '../text/shell-word.ts';

/** The connection flags that the user gave, as kubectl takes them. */
export type ConnectionFlags = readonly Argument[];

/**
 * A fix as one line for a POSIX shell; null for a fix without commands. Connection flags stand
 * right behind `kubectl`, and behind the whole command where a plugin is called, since kubectl
 * takes no flags before a plugin's name.
 */
export function fixCommand({ pipeline }: Fix, flags: ConnectionFlags): string | null {
  return pipeline.length === 0
    ? null
    : pipeline.map((command) => commandText(withFlags(command, flags))).join(' | ');
}

function withFlags([program, ...rest]: Command, flags: ConnectionFlags): readonly Argument[] {
  if (program !== 'kubectl') return [program, ...rest];
  return rest[0] === 'pullcheck' ? [program, ...rest, ...flags] : [program, ...flags, ...rest];
}

/** The command of a problem, `kubectl auth can-i …`, for the same cluster and user. */
export const checkCommand = (check: string, flags: ConnectionFlags): string =>
  [check, ...flags.map(wordText)].join(' ');

/** A problem whose command has the connection flags. */
export const toProblem = (problem: UnreadEvidence, flags: ConnectionFlags): UnreadEvidence =>
  problem.check === null ? problem : { ...problem, check: checkCommand(problem.check, flags) };

const commandText = (words: readonly Argument[]) => words.map(wordText).join(' ');

const wordText = (word: Argument) =>
  typeof word === 'string' ? shellWord(word) : `${word.prefix}"$${word.fillIn}"`;
