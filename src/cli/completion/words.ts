import type { CommandShape, CommandTable } from './command-table.ts';
import { isSearch } from './flags.ts';
import { findCommand, type Line } from './read-line.ts';
import { type Candidate, type CompletionRequest, nothing, type Values } from './values.ts';

/**
 * What a word that is no flag can be: a command, or one of the command's words. `command` null:
 * none is typed yet.
 */
export function words(
  line: Line,
  command: CommandShape | null,
  word: string,
  table: CommandTable,
): CompletionRequest {
  if (command === null)
    return word.includes('/') ? typeAndName(line, word, table, []) : types(word, table, table.commands);
  if (command.subject === 'target' || command.subject === 'one target')
    return target(line, word, table, command.subject === 'one target');
  if (!command.many && line.words.length > 0) return none(word);
  return command.many && word.includes('/')
    ? typeAndName(line, word, table, line.words, command)
    : { values: subjectOf(command, line), typed: word, lead: '', taken: bare(line.words) };
}

const none = (typed: string): CompletionRequest => ({ values: nothing, typed, lead: '', taken: [] });

/** Names without the `TYPE/` that may stand before them. */
const bare = (names: readonly string[]) => names.map((name) => name.slice(name.indexOf('/') + 1));

function subjectOf({ subject }: CommandShape, line: Line): Values {
  if (subject === 'rules') return { kind: 'rules' };
  return subject === null || subject === 'target' || subject === 'one target' || isSearch(line)
    ? nothing
    : { kind: 'objects', resource: subject };
}

/** `TYPE/NAME`, of the one type where it is settled. */
function typeAndName(
  line: Line,
  word: string,
  table: CommandTable,
  taken: readonly string[],
  only?: CommandShape,
): CompletionRequest {
  const [type = '', typed = ''] = word.split(/\/(.*)/s);
  const found = findCommand(type, table);
  // `explain/…` and the like are no objects
  if (found === undefined || (only !== undefined && found !== only) || found.subject === 'rules')
    return none(word);
  return { values: subjectOf(found, line), typed, lead: `${type}/`, taken: bare(taken) };
}

/**
 * Commands by name; by another name where no name begins so, which is kubectl's short name then.
 */
function types(word: string, table: CommandTable, commands: readonly CommandShape[]): CompletionRequest {
  const named = commands.map(({ name, summary }): Candidate => ({ value: name, description: summary }));
  const others = [...table.aliases].flatMap(([other, name]): Candidate[] => {
    const command = commands.find((one) => one.name === name);
    // with its group a name is proposed where one is being typed
    return command === undefined || (other.includes('.') && !word.includes('.'))
      ? []
      : [{ value: other, description: command.summary }];
  });
  const candidates = named.some(({ value }) => value.startsWith(word)) ? named : others;
  return { values: { kind: 'fixed', candidates }, typed: word, lead: '', taken: [] };
}

/**
 * `TYPE NAME…` or `TYPE/NAME…`, as `collect` takes them; with `one` a single name, as `verify`
 * does.
 */
function target(line: Line, word: string, table: CommandTable, one: boolean): CompletionRequest {
  // their summaries tell what the commands do, which collect does not
  const kinds = table.commands
    .filter(({ name }) => table.targets.includes(name))
    .map((kind) => ({ ...kind, summary: '' }));
  const [type, ...names] = line.words.flatMap((one) => one.split('/'));
  const collectable = { ...table, commands: kinds };
  if (type === undefined)
    return word.includes('/') ? typeAndName(line, word, collectable, []) : types(word, table, kinds);
  const kind = findCommand(type, collectable);
  if (kind === undefined || (one && names.length > 0)) return none(word);
  return word.includes('/')
    ? typeAndName(line, word, collectable, names, kind)
    : { values: subjectOf(kind, line), typed: word, lead: '', taken: names };
}
