/**
 * Rewrites arguments from kubectl's habits (pflag) to oclif's: `--flag=false` of a boolean is left out, of a flag given twice the last
 * one counts, and `TYPE/NAME` becomes a command with a name. What follows `--` stays as it is.
 */
export interface FlagTable {
  /** Long names of boolean flags. */
  readonly booleans: ReadonlySet<string>;
  /** Long names of flags that may be repeated. */
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

export function normaliseArguments(args: readonly string[], table: FlagTable): string[] {
  const end = args.indexOf('--');
  const before = end === -1 ? args : args.slice(0, end);
  const after = end === -1 ? [] : args.slice(end);
  const taken = new Map<string, number>();
  const kept: (readonly string[])[] = [];
  for (let index = 0; index < before.length; index++) {
    const word = before[index] ?? '';
    const flag = parseFlag(word, table);
    if (flag === null) {
      kept.push([word]);
      continue;
    }
    if (table.booleans.has(flag.name)) {
      taken.set(flag.name, kept.length);
      drop(kept, taken, flag.name);
      kept.push(isTrue(flag.name, flag.value) ? [`--${flag.name}`] : []);
      taken.set(flag.name, kept.length - 1);
      continue;
    }
    const words = flag.value === null ? [word, ...before.slice(index + 1, index + 2)] : [word];
    if (flag.value === null) index++;
    if (!table.repeatable.has(flag.name)) drop(kept, taken, flag.name);
    taken.set(flag.name, kept.length);
    kept.push(words);
  }
  return [...kept.flat(), ...after];
}

function drop(kept: (readonly string[])[], taken: ReadonlyMap<string, number>, name: string): void {
  const earlier = taken.get(name);
  if (earlier !== undefined && earlier < kept.length) kept[earlier] = [];
}

function parseFlag(
  word: string,
  { booleans, short }: FlagTable,
): { name: string; value: string | null } | null {
  const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
  if (long !== null) return { name: long[1] ?? '', value: long[2] ?? null };
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
