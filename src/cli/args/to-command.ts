import { commands } from '../command-loaders.ts';
import {
  asksHelp,
  checkNoFlag,
  type FlagTable,
  normaliseArguments,
  splitLeadingFlags,
  UsageError,
} from './argv.ts';
import { type CommandId, commandNamed, similarCommands } from './command-names.ts';
import { anyFlag, flagTable } from './flag-table.ts';

/** What the program is asked to do. */
export type Request =
  | { readonly kind: 'help'; readonly command: CommandId | null }
  | { readonly kind: 'run'; readonly command: CommandId; readonly argv: readonly string[] };

/**
 * Reads the arguments as kubectl would: flags before the command go behind it, kubectl's other
 * names of a kind and `TYPE/NAME` become the command and its name. The arguments of the command are
 * as oclif takes them. `begin` is told the command as soon as it is known.
 */
export async function toRequest(
  args: readonly string[],
  begin: (command: CommandId) => void = () => {},
): Promise<Request> {
  const [first = ''] = args;
  if (first === '--version') return { kind: 'run', command: 'version', argv: ['--client'] };
  const table = first.startsWith('-') ? await anyFlag() : null;
  const { leading, rest } = table === null ? { leading: [], rest: args } : splitLeadingFlags(args, table);
  const [word, ...behind] = rest;
  if (word === undefined) return withoutCommand(leading, table);
  if (table !== null) checkNoFlag(word, table);
  if (word === 'help') return { kind: 'help', command: await topicOf(behind) };
  const bare = isBareName(word);
  const { id, name } = bare ? { id: 'pod' as const, name: word } : toName(word);
  begin(id);
  const { flags } = await commands[id]();
  const argv = normaliseArguments(
    [...leading, ...(bare ? ['--any-kind'] : []), ...(name === undefined ? [] : [name]), ...behind],
    flagTable(flags),
  );
  if (asksHelp(argv)) return { kind: 'help', command: id };
  if (name === '') throw new UsageError(`"${word}" names no object`);
  return { kind: 'run', command: id, argv };
}

/** The command that `help` is asked about, of itself none. */
async function topicOf(words: readonly string[]): Promise<CommandId | null> {
  const table = await anyFlag();
  const [topic = 'help'] = splitLeadingFlags(words, table).rest;
  checkNoFlag(topic, table);
  return topic === 'help' ? null : toName(topic).id;
}

function withoutCommand(leading: readonly string[], table: FlagTable | null): Request {
  if (table === null || asksHelp(normaliseArguments(leading, table))) return { kind: 'help', command: null };
  throw new UsageError('no command is named');
}

/**
 * A word that is no command and may name an object (RFC 1123 subdomain): `kubectl pullcheck web`.
 */
const isBareName = (word: string) =>
  commandNamed(word) === undefined && /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(word);

function toName(word: string): { readonly id: CommandId; readonly name: string | undefined } {
  const [type = '', name] = word.split(/\/(.*)/s);
  const id = commandNamed(type);
  if (id === undefined)
    throw new UsageError(`unknown command "${type}" for "kubectl pullcheck"${similarCommands(type)}`);
  return { id, name };
}
