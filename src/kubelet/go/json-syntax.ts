import { invalidCharacter, scanScalar, unexpectedEnd } from './json-scalar.ts';

const maxDepth = 10_000;
const [quote, comma, colon] = [0x22, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isSpace = (c: number | undefined) => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

/** What may come next: `first-…` right after an opening bracket, where the closing one may come as well. */
type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'next';

const isName = (expected: Expected) => expected === 'name' || expected === 'first-name';

/** What stands after a value (`next`): gives what is expected then, or the error. Pops the bracket that `c` closes. */
function afterValue(c: number, open: number[]): Expected | { readonly error: string } {
  const inObject = open.at(-1) === openBrace;
  if (open.length === 0) return { error: invalidCharacter(c, 'after top-level value') };
  if (c === comma) return inObject ? 'name' : 'value';
  if (c !== (inObject ? closeBrace : closeBracket))
    return { error: invalidCharacter(c, inObject ? 'after object key:value pair' : 'after array element') };
  open.pop();
  return 'next';
}

/** A punctuation byte where `expected` may come: gives what is expected then, the error, or null where a scalar has to be scanned. */
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
 * What is wrong with a JSON text, in the words of Go's encoding/json (checkValid, its depth limit of 10,000 included); null where the
 * text is valid.
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
