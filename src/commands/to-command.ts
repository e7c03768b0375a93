import { nearest } from '../cluster/near-names.ts';
import { ArgumentProblem, normaliseArguments, splitLeadingFlags } from './argv.ts';
import { flagTable } from './flag-table.ts';
import { aliases, COMMANDS } from './index.ts';

/**
 * The arguments as oclif takes them: flags before the command go behind it, kubectl's other names of a kind and `TYPE/NAME` become the
 * command and its name, `help pod` is `pod --help`. Help and version flags stay where they are.
 */
export function toCommand(args: readonly string[]): string[] {
  const [first = ''] = args;
  if (['', '-h', '--help', '--version'].includes(first)) return [...args];
  if (first === 'help') return [...(args.length > 1 ? toCommand(args.slice(1)) : []), '--help'];
  const { leading, rest } = splitLeadingFlags(args, anyFlag);
  const [word, ...behind] = rest;
  if (word === undefined) return [...args];
  const [type = '', name] = word.split(/\/(.*)/s);
  const id = Object.hasOwn(COMMANDS, type)
    ? (type as keyof typeof COMMANDS)
    : aliases.get(type.toLowerCase());
  if (id === undefined) throw new ArgumentProblem(`there is no command "${type}"${nearCommands(type)}`);
  if (name === '') throw new ArgumentProblem(`"${word}" names no object`);
  const named = name === undefined ? behind : [name, ...behind];
  return [id, ...normaliseArguments([...leading, ...named], flagTable(COMMANDS[id].flags))];
}

/** The flags of all commands together: what stands before a command is read with them. */
const anyFlag = flagTable(Object.assign({}, ...Object.values(COMMANDS).map(({ flags }) => flags)));

function nearCommands(type: string): string {
  const near = nearest(type, [...Object.keys(COMMANDS), ...aliases.keys()]);
  const commands = new Set(near.map((name) => aliases.get(name) ?? name));
  return near.length === 0 ? '' : `; near ones: ${[...commands].join(', ')}`;
}
