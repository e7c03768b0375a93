import { stripVTControlCharacters } from 'node:util';
import { ConnectionError } from '../../api-client/kubeconfig/connection-error.ts';
import { redactWords } from '../../kubelet/redact-words.ts';
import { InputError } from '../../sources/files/input-limits.ts';
import { UsageError } from '../args/argv.ts';
import type { CommandId } from '../args/command-names.ts';

export const exitCodes = { sound: 0, failing: 1, usage: 2, notChecked: 3 } as const;

/**
 * The exit code and the one line for something that was thrown, by a command or before one was
 * known; an empty line for an orderly end (help).
 */
export function verdictOn(error: unknown, command: CommandId | null): readonly [number, string] {
  if (!(error instanceof Error)) return [exitCodes.notChecked, unexpected('an unknown fault')];
  if (error instanceof UsageError) return [exitCodes.usage, withHelp(error.message, command)];
  if (error instanceof InputError || error instanceof ConnectionError)
    return [exitCodes.notChecked, withoutPasted(redactWords(error.message))];
  const { exit } = 'oclif' in error ? (error.oclif as { exit?: number }) : {};
  if (exit === 0) return [exitCodes.sound, ''];
  if (exit === exitCodes.usage) return [exitCodes.usage, withHelp(firstLine(error.message), command)];
  // nobody knows what the message of any other error quotes
  const code = 'code' in error && /^[A-Z][A-Z0-9_]{1,60}$/.test(String(error.code)) ? ` (${error.code})` : '';
  return [exitCodes.notChecked, unexpected(`${error.name}${code}`)];
}

/** What is no path and no name, but a key or a token that was pasted in the place of one. */
const withoutPasted = (line: string) =>
  line.replaceAll(/[\w+~=-]{24,}/g, (part) =>
    /^[0-9a-f]{32,}$/i.test(part) ||
    (/[A-Z]/.test(part) && /[a-z]/.test(part) && (part.match(/\d/g)?.length ?? 0) >= 3)
      ? '[redacted]'
      : part,
  );

const withHelp = (line: string, command: CommandId | null) =>
  `${line} (see kubectl pullcheck ${command === null ? '' : `${command} `}--help)`;
const unexpected = (what: string) => `unexpected fault: ${what}; --debug tells where it happened`;

/** Where an error was thrown, a line each, without its message; then the same of what caused it. */
export function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const frames = (error.stack ?? '').replace(error.message, '').split('\n');
  return [error.name, ...frames.filter((line) => /^\s+at /.test(line)), ...framesOf(error.cause)];
}

/**
 * oclif goes on below its first line: what it misses, or why it could not parse. Some of it is
 * dimmed, on any terminal or none.
 */
function firstLine(message: string): string {
  const [first = '', second = ''] = stripVTControlCharacters(message).split('\n');
  const more = second.trim().replaceAll(/\s+/g, ' ');
  if (first.startsWith('The following error')) return more;
  return first.endsWith(':') || second.startsWith('\t') ? `${first.trim()} ${more}` : first;
}
