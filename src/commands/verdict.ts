import { stripVTControlCharacters } from 'node:util';
import { ConnectionProblem } from '../cluster/connect/connection-problem.ts';
import { OfflineProblem } from '../cluster/offline/offline-problem.ts';
import { ArgumentProblem } from './argv.ts';

export const exitCodes = { sound: 0, failing: 1, usage: 2, notChecked: 3 } as const;

/** The exit code and the one line for something that was thrown; an empty line for an orderly end (help). */
export function verdictOn(error: unknown): readonly [number, string] {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ArgumentProblem) return [exitCodes.usage, `${message} (see kubectl pullcheck --help)`];
  if (error instanceof OfflineProblem || error instanceof ConnectionProblem)
    return [exitCodes.notChecked, message];
  const exit =
    error instanceof Error && 'oclif' in error ? (error.oclif as { exit?: number }).exit : undefined;
  if (exit === 0) return [exitCodes.sound, ''];
  const line = firstLine(message);
  return exit === exitCodes.usage
    ? [exitCodes.usage, `${line} (see kubectl pullcheck --help)`]
    : [exitCodes.notChecked, line];
}

/** oclif goes on below its first line: what it misses, or why it could not parse. Some of it is dimmed, on any terminal or none. */
function firstLine(message: string): string {
  const [first = '', second = ''] = stripVTControlCharacters(message).split('\n');
  const more = second.trim().replaceAll(/\s+/g, ' ');
  if (first.startsWith('The following error')) return more;
  return first.endsWith(':') || second.startsWith('\t') ? `${first.trim()} ${more}` : first;
}
