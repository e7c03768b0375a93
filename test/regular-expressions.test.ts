import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Attack,
  expressionsOfSources,
  hashOf,
  type Verdicts,
  verdictsFile,
} from '../scripts/regular-expressions.ts';

const verdicts = JSON.parse(readFileSync(verdictsFile, 'utf8')) as Verdicts;

function attackOf({ pumps, suffix }: Attack, length: number): string {
  const once = pumps.reduce((sum, [, pump]) => sum + pump.length, 0);
  const times = Math.max(1, Math.floor(length / once));
  return pumps.map(([prefix, pump]) => prefix + pump.repeat(times)).join('') + suffix;
}

/** Milliseconds of a search through a text, the shortest of three. */
function cost(expression: RegExp, text: string): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    if (expression.global) for (const _ of text.matchAll(expression));
    else expression.exec(text);
    return performance.now() - start;
  });
  return Math.min(...times);
}

/**
 * How much longer four times the text takes, from where it takes long enough to be told: 4 for
 * linear time, 16 for square. Repeats that are bounded are linear beyond their bound.
 */
function growth(expression: RegExp, attack: Attack): number {
  let length = 1000;
  let before = cost(expression, attackOf(attack, length));
  while (before < 3 && length < 300_000) {
    length *= 2;
    before = cost(expression, attackOf(attack, length));
  }
  return before < 3 ? 1 : cost(expression, attackOf(attack, 4 * length)) / before;
}

/** The smallest of some tries: what else the machine does makes single ones larger. */
function leastGrowth(expression: RegExp, attack: Attack): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 8 && least > linear; tries++)
    least = Math.min(least, growth(expression, attack));
  return least;
}

/** Between 4 for linear and 16 for square time. */
const linear = 8;

describe('a regular expression of src/', async () => {
  const expressions = await expressionsOfSources();
  const bySource = new Map(expressions.map((one) => [String(one), one]));

  it('is known to recheck, which finds it safe or a text to measure it with', () => {
    const known = new Set([...verdicts.safe, ...Object.keys(verdicts.measured)]);
    const unknown = [...bySource].filter(([text, one]) => !known.has(hashOf(one)) && !known.has(text));
    expect(
      unknown.map(([text]) => text),
      'not known to recheck: npm run generate asks it (seconds for each) and keeps its answers',
    ).toEqual([]);
    expect(known.size, 'of expressions that are gone: npm run generate').toBe(expressions.length);
    expect(known.size).toBeGreaterThan(700);
  });

  it.each(Object.entries(verdicts.measured))('takes linear time: %s', (text, attacks) => {
    const expression = bySource.get(text);
    expect(expression).toBeDefined();
    if (expression !== undefined)
      for (const attack of attacks) expect(leastGrowth(expression, attack)).toBeLessThan(linear);
  });

  it('would be found out', () => {
    const pumps = [['', '/']] as const;
    const growths = Array.from({ length: 5 }, () => growth(/\/+$/, { pumps, suffix: 'x' }));
    expect(Math.max(...growths)).toBeGreaterThan(linear);
    expect(leastGrowth(/(?<!\/)\/+$/, { pumps, suffix: 'x' })).toBeLessThan(linear);
  });
});
