/** What a command's flags are, by their long names. */
export interface FlagTable {
  readonly booleans: ReadonlySet<string>;
  /** Flags that take a value. */
  readonly valued: ReadonlySet<string>;
  /** Those of them that may be repeated. */
  readonly repeatable: ReadonlySet<string>;
  /** Those of them whose value may be left out, and what it is then. */
  readonly optional: ReadonlyMap<string, string>;
  /** One-letter names. */
  readonly short: ReadonlyMap<string, string>;
}

/** A flag's value that pflag would refuse. The message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A flag that a word gives; without a value where it is a boolean's or in the next word. */
interface Given {
  readonly name: string;
  readonly value: string | null;
}

/**
 * Rewrites arguments from kubectl's habits (pflag) to oclif's: letters that stand together are
 * parted, `--flag=false` of a boolean is left out, a value may look like a flag, and of a flag
 * given twice the last one counts. What follows `--` and what is no flag stays as it is; an unknown
 * flag is refused.
 */
export function normaliseArguments(args: readonly string[], table: FlagTable): string[] {
  const kept: string[][] = [];
  const taken = new Map<string, number>();
  const keep = (name: string, words: string[]) => {
    const earlier = taken.get(name);
    if (earlier !== undefined && !table.repeatable.has(name)) kept[earlier] = [];
    taken.set(name, kept.length);
    kept.push(words);
  };
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word === '--') return [...kept.flat(), ...args.slice(index)];
    const given = parseFlags(word, table);
    if (given === null) {
      checkNoFlag(word, table);
      kept.push([word]);
      continue;
    }
    for (const { name, value } of given) {
      if (table.booleans.has(name)) keep(name, isTrue(name, value) ? [`--${name}`] : []);
      else {
        const text = value ?? table.optional.get(name) ?? args[++index];
        // without a value it is oclif's to refuse
        keep(name, [text === undefined ? `--${name}` : `--${name}=${text}`]);
      }
    }
  }
  return kept.flat();
}

/** Whether normalised arguments ask for help. */
export function asksHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).includes('--help');
}

/**
 * Refuses a word that looks like a flag. Its value, which may be a password, is not repeated, even
 * where something else than `=` parts it.
 */
export function checkNoFlag(word: string, { short }: FlagTable): void {
  if (!word.startsWith('-') || word === '-') return;
  const letter = [...word.slice(1)].find((one) => !short.has(one));
  const [, name = `-${letter}`, next = ''] = /^(--[\w-]*)(.?)/s.exec(word) ?? [];
  throw new UsageError(
    name.startsWith('--')
      ? `unknown flag: ${name}${['', '='].includes(next) ? '' : '…'}`
      : `unknown shorthand flag: '${name.slice(1)}'`,
  );
}

/**
 * The flags that a word gives: one, or letters of booleans that stand together (`-Ah`), of which
 * the last may take a value. Null for any other word.
 */
export function parseFlags(word: string, { booleans, valued, short }: FlagTable): readonly Given[] | null {
  const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
  if (long !== null) {
    const [, typed = '', value = null] = long;
    // as kubectl takes them (k8s.io/component-base, cli/flag)
    const name = typed.replaceAll('_', '-');
    return booleans.has(name) || valued.has(name) ? [{ name, value }] : null;
  }
  const given: Given[] = [];
  for (let rest = /^-(\w.*)$/s.exec(word)?.[1] ?? ''; rest !== ''; rest = rest.slice(1)) {
    const name = short.get(rest.slice(0, 1));
    if (name === undefined) return null;
    const value = rest.slice(1);
    const last = value.startsWith('=') || valued.has(name);
    given.push({ name, value: last && value !== '' ? value.replace(/^=/, '') : null });
    if (last) break;
  }
  return given.length === 0 ? null : given;
}

function isTrue(name: string, value: string | null): boolean {
  if (value === null || truths.has(value)) return true;
  if (falsehoods.has(value)) return false;
  throw new UsageError(`invalid argument "${value}" for "--${name}" flag: true or false expected`);
}

/** The flags that stand before the first other word, with their values. */
export function splitLeadingFlags(args: readonly string[], table: FlagTable) {
  let index = 0;
  while (index < args.length) {
    const last = parseFlags(args[index] ?? '', table)?.at(-1);
    if (last === undefined) break;
    const inNext = last.value === null && table.valued.has(last.name) && !table.optional.has(last.name);
    index += inNext ? 2 : 1;
  }
  return { leading: args.slice(0, index), rest: args.slice(index) };
}
