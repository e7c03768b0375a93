import { knownAnchors } from './known-anchors.ts';

/**
 * Texts in lower case of which every match of the expression holds one at least; none where no such
 * texts are known. Looking for them first spares most expressions their compilation, which takes
 * longer than the search.
 */
export function anchorsOf({ source }: RegExp): readonly string[] {
  return alternatives({ source, at: 0 });
}

/** An expression, and how far it was read. */
interface Reading {
  readonly source: string;
  at: number;
}

/** Up to the end of the group: each alternative has to have an anchor. */
function alternatives(reading: Reading): readonly string[] {
  const all: (readonly string[])[] = [];
  do all.push(sequence(reading));
  while (reading.source[reading.at++] === '|');
  return all.some((one) => one.length === 0) ? [] : [...new Set(all.flat())];
}

/**
 * What stands in a row: the anchors of one of its parts are enough, and the longest and fewest say
 * most.
 */
function sequence(reading: Reading): readonly string[] {
  const { source } = reading;
  let best: readonly string[] = [];
  let run = '';
  const offer = (anchors: readonly string[]) => {
    const longer = shortest(anchors) - shortest(best);
    if (longer > 0 || (longer === 0 && anchors.length < best.length)) best = anchors;
  };
  const end = () => {
    if (run !== '') offer([run.toLowerCase()]);
    run = '';
  };
  while (reading.at < source.length && source[reading.at] !== '|' && source[reading.at] !== ')') {
    const char = source[reading.at++] ?? '';
    if (char === '(') {
      end();
      const around = /^\?<?[=!]/.test(source.slice(reading.at, reading.at + 3));
      reading.at +=
        /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(source.slice(reading.at, reading.at + 40))?.[0].length ?? 0;
      const inner = alternatives(reading);
      if (!quantifierAt(reading).optional && !around) offer(inner);
      continue;
    }
    const literal = literalOf(char, reading);
    const { optional, repeats } = quantifierAt(reading);
    if (literal !== null && !optional) run += literal;
    if (literal === null || repeats) end();
  }
  end();
  return best;
}

const shortest = (anchors: readonly string[]) =>
  anchors.length === 0 ? 0 : Math.min(...anchors.map((one) => one.length));

/**
 * The character that this part of an expression stands for, or null where it may be several; reads
 * on behind it.
 */
function literalOf(char: string, reading: Reading): string | null {
  const { source } = reading;
  if (char === '[') {
    for (; source[reading.at] !== ']'; reading.at++) if (source[reading.at] === '\\') reading.at++;
    reading.at++;
    return null;
  }
  if (char !== '\\') return '.^$'.includes(char) ? null : char;
  const escaped =
    /^(?:x..|u\{.*?\}|u....|[pP]\{.*?\}|k<\w+>|c.|.)/s.exec(source.slice(reading.at))?.[0] ?? '';
  reading.at += escaped.length;
  return /^\w/.test(escaped) ? null : escaped;
}

interface Quantifier {
  readonly optional: boolean;
  readonly repeats: boolean;
}

const once: Quantifier = { optional: false, repeats: false };

/** Reads a quantifier, if there is one. */
function quantifierAt(reading: Reading): Quantifier {
  const { source } = reading;
  const char = source[reading.at] ?? '';
  if (!'*+?{'.includes(char) || char === '') return once;
  const optional = char === '*' || char === '?' || source.startsWith('{0', reading.at);
  reading.at = char === '{' ? source.indexOf('}', reading.at) + 1 : reading.at + 1;
  if (source[reading.at] === '?') reading.at++;
  return { optional, repeats: true };
}

/**
 * Tells whether the expression can match words, given in lower case: false only where it cannot.
 */
export function mayMatch(expression: RegExp, lower: string): boolean {
  let anchors = knownAnchors.get(expression.source);
  if (anchors === undefined) {
    anchors = anchorsOf(expression);
    knownAnchors.set(expression.source, anchors);
  }
  return anchors.length === 0 || anchors.some((anchor) => lower.includes(anchor));
}

/** As `test` of the expression, which is compiled only where it can match. */
export const matches = (expression: RegExp, words: string): boolean =>
  mayMatch(expression, words.toLowerCase()) && expression.test(words);
