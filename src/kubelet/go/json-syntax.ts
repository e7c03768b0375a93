const space = 0x20;
const shortEscapes: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  39: "\\'",
  92: '\\\\',
};
const isDigit = (c: number) => c >= 0x30 && c <= 0x39;
const isHex = (c: number) => isDigit(c) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66);
const hex = (c: number, width: number) => c.toString(16).padStart(width, '0');

const unexpectedEnd = 'unexpected end of JSON input';

/**
 * Go's error for a byte out of place. A byte above 0x7f shows as the Latin-1 character of its
 * value, as in encoding/json.
 */
function invalidCharacter(c: number, where: string): string {
  let shown = shortEscapes[c] ?? String.fromCharCode(c);
  if (shown.length === 1 && (c < space || c === 0x7f)) shown = `\\x${hex(c, 2)}`;
  if ((c >= 0x80 && c <= 0xa0) || c === 0xad) shown = `\\u${hex(c, 4)}`;
  return `invalid character '${shown}' ${where}`;
}

/**
 * A scanner gives the index after the scalar, or what is wrong with it. It reads one space after
 * the end, as Go's does.
 */
type Scanned = number | string;
type ByteAt = (i: number) => number;

function scanUnicodeEscape(end: number, first: number, at: ByteAt): Scanned {
  for (let i = first; i < first + 4; i++) {
    if (i > end) return unexpectedEnd;
    if (!isHex(at(i))) return invalidCharacter(at(i), 'in \\u hexadecimal character escape');
  }
  return first + 4;
}

function scanString(end: number, start: number, at: ByteAt): Scanned {
  for (let i = start + 1; i <= end; i++) {
    const c = at(i);
    if (c === 0x22) return i + 1;
    if (c < space) return invalidCharacter(c, 'in string literal');
    if (c !== 0x5c) continue;
    i++;
    if (i > end) return unexpectedEnd;
    if (at(i) === 0x75) {
      const after = scanUnicodeEscape(end, i + 1, at);
      if (typeof after === 'string') return after;
      i = after - 1;
    } else if (!'bfnrt\\/"'.includes(String.fromCharCode(at(i)))) {
      return invalidCharacter(at(i), 'in string escape code');
    }
  }
  return unexpectedEnd;
}

function scanNumber(start: number, at: ByteAt): Scanned {
  let i = at(start) === 0x2d ? start + 1 : start;
  const skipDigits = () => {
    while (isDigit(at(i))) i++;
  };
  if (!isDigit(at(i))) return invalidCharacter(at(i), 'in numeric literal');
  if (at(i) === 0x30) i++;
  else skipDigits();
  if (at(i) === 0x2e) {
    i++;
    if (!isDigit(at(i))) return invalidCharacter(at(i), 'after decimal point in numeric literal');
    skipDigits();
  }
  if ((at(i) | 0x20) === 0x65) {
    i++;
    if (at(i) === 0x2b || at(i) === 0x2d) i++;
    if (!isDigit(at(i))) return invalidCharacter(at(i), 'in exponent of numeric literal');
    skipDigits();
  }
  return i;
}

/**
 * Scans the string, number or literal that starts at `start`: gives the index after it, or Go's
 * error.
 */
function scanScalar(bytes: Uint8Array, start: number): number | string {
  const at: ByteAt = (i) => bytes[i] ?? space;
  const first = at(start);
  if (first === 0x22) return scanString(bytes.length, start, at);
  if (first === 0x2d || isDigit(first)) return scanNumber(start, at);
  const word = ['true', 'false', 'null'].find((literal) => literal.charCodeAt(0) === first);
  if (word === undefined) return invalidCharacter(first, 'looking for beginning of value');
  for (let i = 1; i < word.length; i++) {
    const c = at(start + i);
    if (c !== word.charCodeAt(i)) return invalidCharacter(c, `in literal ${word} (expecting '${word[i]}')`);
  }
  return start + word.length;
}

const maxDepth = 10_000;
const [quote, comma, colon] = [0x22, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isSpace = (c: number | undefined) => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

/**
 * What may come next: `first-…` right after an opening bracket, where the closing one may come as
 * well.
 */
type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'next';

const isName = (expected: Expected) => expected === 'name' || expected === 'first-name';

/**
 * What stands after a value (`next`): gives what is expected then, or the error. Pops the bracket
 * that `c` closes.
 */
function afterValue(c: number, open: number[]): Expected | { readonly error: string } {
  const inObject = open.at(-1) === openBrace;
  if (open.length === 0) return { error: invalidCharacter(c, 'after top-level value') };
  if (c === comma) return inObject ? 'name' : 'value';
  if (c !== (inObject ? closeBrace : closeBracket))
    return { error: invalidCharacter(c, inObject ? 'after object key:value pair' : 'after array element') };
  open.pop();
  return 'next';
}

/**
 * A punctuation byte where `expected` may come: gives what is expected then, the error, or null
 * where a scalar has to be scanned.
 */
function punctuation(
  c: number,
  expected: Expected,
  open: number[],
): Expected | { readonly error: string } | null {
  if (expected === 'next') return afterValue(c, open);
  if (expected === 'colon') return c === colon ? 'value' : { error: invalidCharacter(c, 'after object key') };
  const closes = expected === 'first-name' ? closeBrace : expected === 'first-value' ? closeBracket : null;
  if (c === closes) {
    open.pop();
    return 'next';
  }
  if (isName(expected))
    return c === quote ? null : { error: invalidCharacter(c, 'looking for beginning of object key string') };
  if (c !== openBrace && c !== openBracket) return null;
  open.push(c);
  if (open.length > maxDepth) return { error: invalidCharacter(c, 'exceeded max depth') };
  return c === openBrace ? 'first-name' : 'first-value';
}

/**
 * What is wrong with a JSON text, in the words of Go's encoding/json (checkValid, its depth limit
 * of 10,000 included); null where the text is valid.
 */
export function jsonSyntaxError(bytes: Uint8Array): string | null {
  const open: number[] = [];
  let expected: Expected = 'value';
  for (let i = 0; ; ) {
    while (isSpace(bytes[i])) i++;
    const c = bytes[i];
    if (c === undefined) return expected === 'next' && open.length === 0 ? null : unexpectedEnd;
    const step = punctuation(c, expected, open);
    if (step === null) {
      const end = scanScalar(bytes, i);
      if (typeof end === 'string') return end;
      expected = isName(expected) ? 'colon' : 'next';
      i = end;
    } else {
      if (typeof step !== 'string') return step.error;
      expected = step;
      i++;
    }
  }
}
