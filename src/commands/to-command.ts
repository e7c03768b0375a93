import { nearest } from '../cluster/near-names.ts';
import { ArgumentProblem, normaliseArguments, splitLeadingFlags } from './argv.ts';
import { anyFlag, flagTable } from './flag-table.ts';
import { aliases, type CommandId, commands } from './index.ts';

/** What the program is asked to do. */
export type Request =
  | { readonly kind: 'help'; readonly command: CommandId | null }
  | { readonly kind: 'run'; readonly command: CommandId; readonly argv: readonly string[] };

/**
 * Reads the arguments as kubectl would: flags before the command go behind it, kubectl's other names of a kind and `TYPE/NAME` become the
 * command and its name. The arguments of the command are as oclif takes them.
 */
export async function toRequest(args: readonly string[]): Promise<Request> {
  const [first = ''] = args;
  if (['', '-h', '--help'].includes(first)) return { kind: 'help', command: null };
  if (first === '--version') return { kind: 'run', command: 'version', argv: ['--client'] };
  if (first === 'help') {
    const [, topic] = args.filter((word) => !word.startsWith('-'));
    return { kind: 'help', command: topic === undefined ? null : toName(topic).id };
  }
  const { leading, rest } = first.startsWith('-')
    ? splitLeadingFlags(args, await anyFlag())
    : { leading: [], rest: args };
  const [word, ...behind] = rest;
  if ((word ?? '-').startsWith('-') && asksHelp(args)) return { kind: 'help', command: null };
  if (word === undefined) throw new ArgumentProblem('no command is named');
  if (word.startsWith('-')) throw new ArgumentProblem(`there is no flag ${word.replace(/=.*/s, '')}`);
  const { id, name } = toName(word);
  if (asksHelp(behind)) return { kind: 'help', command: id };
  if (name === '') throw new ArgumentProblem(`"${word}" names no object`);
  const named = name === undefined ? behind : [name, ...behind];
  const { flags } = await commands[id]();
  return { kind: 'run', command: id, argv: normaliseArguments([...leading, ...named], flagTable(flags)) };
}

function toName(word: string): { readonly id: CommandId; readonly name: string | undefined } {
  const [type = '', name] = word.split(/\/(.*)/s);
  const id = Object.hasOwn(commands, type) ? (type as CommandId) : aliases.get(type.toLowerCase());
  if (id === undefined) throw new ArgumentProblem(`there is no command "${type}"${nearCommands(type)}`);
  return { id, name };
}

function asksHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some((word) => word === '-h' || word === '--help');
}

function nearCommands(type: string): string {
  const near = nearest(type, [...Object.keys(commands), ...aliases.keys()]);
  const names = new Set(near.map((name) => aliases.get(name) ?? name));
  return near.length === 0 ? '' : `; near ones: ${[...names].join(', ')}`;
}
