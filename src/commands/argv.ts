/** What a command's flags are, by their long names. */
export interface FlagTable {
  readonly booleans: ReadonlySet<string>;
  /** Flags that take a value. */
  readonly valued: ReadonlySet<string>;
  /** Those of them that may be repeated. */
  readonly repeatable: ReadonlySet<string>;
  /** One-letter names. */
  readonly short: ReadonlyMap<string, string>;
}

/** A flag's value that pflag would refuse. The message is one line. */
export class ArgumentProblem extends Error {
  override readonly name = 'ArgumentProblem';
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/**
 * Rewrites arguments from kubectl's habits (pflag) to oclif's: `--flag=false` of a boolean is left out, a value may look like a flag, and
 * of a flag given twice the last one counts. What follows `--` and what is no known flag stays as it is.
 */
export function normaliseArguments(args: readonly string[], table: FlagTable): string[] {
  const kept: string[][] = [];
  const taken = new Map<string, number>();
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word === '--') return [...kept.flat(), ...args.slice(index)];
    const flag = parseFlag(word, table);
    if (flag === null) {
      kept.push([withoutValue(word, table)]);
      continue;
    }
    const { name } = flag;
    const earlier = taken.get(name);
    if (earlier !== undefined && !table.repeatable.has(name)) kept[earlier] = [];
    taken.set(name, kept.length);
    if (table.booleans.has(name)) {
      kept.push(isTrue(name, flag.value) ? [`--${name}`] : []);
      continue;
    }
    const value = flag.value ?? args[++index];
    // without a value it is oclif's to refuse
    kept.push([value === undefined ? `--${name}` : `--${name}=${value}`]);
  }
  return kept.flat();
}

/** A word that is no known flag, without the value of an unknown one: it may be a password, and the refusal shows the word. */
function withoutValue(word: string, { short }: FlagTable): string {
  const [flag, letter] = /^(?:--[\w-]+|-(\w))/.exec(word) ?? [word];
  return letter !== undefined && short.has(letter) ? word : flag;
}

/** The flag that a word is, with the value in the same word; null for any other word. */
export function parseFlag(
  word: string,
  table: FlagTable,
): { readonly name: string; readonly value: string | null } | null {
  const { booleans, valued, short } = table;
  const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
  if (long !== null) {
    const [, name = '', value = null] = long;
    return booleans.has(name) || valued.has(name) ? { name, value } : null;
  }
  const letter = /^-(\w)(=?)(.*)$/s.exec(word);
  const name = letter === null ? undefined : short.get(letter[1] ?? '');
  if (letter === null || name === undefined) return null;
  const [, , equals, rest = ''] = letter;
  // letters of booleans may stand together (`-Ah`): those are oclif's to read
  if (booleans.has(name) && equals === '' && rest !== '') return null;
  return { name, value: equals === '' && rest === '' ? null : rest };
}

function isTrue(name: string, value: string | null): boolean {
  if (value === null || truths.has(value)) return true;
  if (falsehoods.has(value)) return false;
  throw new ArgumentProblem(`--${name} takes true or false, not "${value}"`);
}

/** The flags that stand before the first other word, with their values. */
export function splitLeadingFlags(args: readonly string[], table: FlagTable) {
  let index = 0;
  while (index < args.length) {
    const flag = parseFlag(args[index] ?? '', table);
    if (flag === null) break;
    index += flag.value === null && !table.booleans.has(flag.name) ? 2 : 1;
  }
  return { leading: args.slice(0, index), rest: args.slice(index) };
}
