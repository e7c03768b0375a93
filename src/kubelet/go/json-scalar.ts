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

export const unexpectedEnd = 'unexpected end of JSON input';

/** Go's error for a byte out of place. A byte above 0x7f shows as the Latin-1 character of its value, as in encoding/json. */
export function invalidCharacter(c: number, where: string): string {
  let shown = shortEscapes[c] ?? String.fromCharCode(c);
  if (shown.length === 1 && (c < space || c === 0x7f)) shown = `\\x${hex(c, 2)}`;
  if ((c >= 0x80 && c <= 0xa0) || c === 0xad) shown = `\\u${hex(c, 4)}`;
  return `invalid character '${shown}' ${where}`;
}

/** A scanner gives the index after the scalar, or what is wrong with it. It reads one space after the end, as Go's does. */
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

/** Scans the string, number or literal that starts at `start`: gives the index after it, or Go's error. */
export function scanScalar(bytes: Uint8Array, start: number): number | string {
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
