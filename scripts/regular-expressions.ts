import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tokenizer } from 'acorn';

/**
 * What recheck says of every regular expression of src/: kept, as it takes minutes for all. An
 * expression is safe, or there are texts that might take it more than linear time, with which the
 * suite measures it.
 */
export interface Verdicts {
  /** By the hash of the expression. */
  readonly safe: readonly string[];
  /** By the expression. */
  readonly measured: Readonly<Record<string, readonly Attack[]>>;
}

/** Parts that are repeated, each behind its prefix, and an end that does not match. */
export interface Attack {
  readonly pumps: readonly (readonly [prefix: string, pump: string])[];
  readonly suffix: string;
}

export const verdictsFile = join(import.meta.dirname, '../test/fixtures/regular-expressions.json');
const src = join(import.meta.dirname, '../src');

/** The literals of all sources, and what these construct when they are loaded. */
export async function expressionsOfSources(): Promise<readonly RegExp[]> {
  const files = globSync('**/*.ts', { cwd: src }).sort();
  const all: RegExp[] = [];
  const Original = RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget) as RegExp;
      if (isOfSources(new Error().stack)) all.push(made);
      return made;
    },
  });
  try {
    // the query makes those that were loaded before run again
    for (const file of files) await import(`${pathToFileURL(join(src, file))}?expressions`);
  } finally {
    globalThis.RegExp = Original;
  }
  for (const file of files) {
    const code = stripTypeScriptTypes(readFileSync(join(src, file), 'utf8'));
    for (const token of tokenizer(code, { ecmaVersion: 'latest', sourceType: 'module' }))
      if (token.type.label === 'regexp') {
        const literal = code.slice(token.start, token.end);
        const end = literal.lastIndexOf('/');
        all.push(new Original(literal.slice(1, end), literal.slice(end + 1)));
      }
  }
  return [...new Map(all.map((one) => [String(one), one])).values()];
}

/** Libraries construct some of random text. */
function isOfSources(stack = ''): boolean {
  const [, , caller = ''] = stack.split('\n');
  return caller.includes('/src/') && !caller.includes('node_modules');
}

export const hashOf = (expression: RegExp): string =>
  createHash('sha256').update(String(expression)).digest('hex').slice(0, 12);

/** The verdicts on these expressions; those that are not known yet are asked of `ask`. */
export async function verdictsOn(
  expressions: readonly RegExp[],
  known: Verdicts,
  ask: (expression: RegExp) => Promise<readonly Attack[] | null>,
): Promise<Verdicts> {
  const safe: string[] = [];
  const measured = new Map<string, readonly Attack[]>();
  const safeBefore = new Set(known.safe);
  const measuredBefore = new Map(Object.entries(known.measured));
  for (const expression of expressions) {
    const [hash, text] = [hashOf(expression), String(expression)];
    const attacks = safeBefore.has(hash) ? null : (measuredBefore.get(text) ?? (await ask(expression)));
    if (attacks === null) safe.push(hash);
    else measured.set(text, attacks);
  }
  return {
    safe: safe.sort(),
    measured: Object.fromEntries([...measured].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/**
 * Asks recheck; null for an expression that is safe. Throws for one of exponential time. Where
 * recheck does not come to an end, the words of the expression are the texts.
 */
export async function attacksOn(expression: RegExp): Promise<readonly Attack[] | null> {
  const { check } = await import('recheck');
  const { source, flags } = expression;
  const said = await check(source, flags.replace('d', ''), { timeout: 10_000 });
  if (said.status === 'safe') return null;
  if (said.status === 'unknown') {
    const words = [...new Set(source.match(/[\w-]{2,}/g))];
    return [...words, words.join('')].map((word) => ({ pumps: [['', word]], suffix: '\n' }));
  }
  if (said.complexity.type === 'exponential')
    throw new Error(`${expression} takes exponential time: ${said.attack.pattern}`);
  const { pumps, suffix } = said.attack;
  return [{ pumps: pumps.map(({ prefix, pump }) => [prefix, pump]), suffix }];
}
