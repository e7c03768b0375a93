import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foldName,
  type JsonValue,
  jsonElements,
  jsonKind,
  jsonMembers,
  jsonString,
  parseJson,
} from '../../../src/kubelet/go/go-json.ts';
import { jsonSyntaxError } from '../../../src/kubelet/go/json-syntax.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const error = (text: string) => jsonSyntaxError(bytes(text));

function root(input: string | Uint8Array): JsonValue {
  const parsed = parseJson(typeof input === 'string' ? bytes(input) : input);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed.value;
}

/** The value as JSON.parse would give it. */
function tree(value: JsonValue): unknown {
  const kind = jsonKind(value);
  if (kind === 'object') return Object.fromEntries(jsonMembers(value).map(([k, v]) => [k, tree(v)]));
  if (kind === 'array') return jsonElements(value).map(tree);
  if (kind === 'string') return jsonString(value);
  return JSON.parse(new TextDecoder().decode(value.bytes.subarray(value.start, value.end)));
}

const accepted = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('jsonSyntaxError', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    [' {"a"', 'unexpected end of JSON input'],
    ['{"a":"b', 'unexpected end of JSON input'],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['nulk', "invalid character 'k' in literal null (expecting 'l')"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['-', "invalid character ' ' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1e+', "invalid character ' ' in exponent of numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12', "invalid character ' ' in \\u hexadecimal character escape"],
    ['"\t"', "invalid character '\\t' in string literal"],
    ['"\u0001"', "invalid character '\\x01' in string literal"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
    ['{}{}', "invalid character '{' after top-level value"],
  ])('%j', (text, message) => {
    expect(error(text)).toBe(message);
  });

  it('allows 10,000 levels and not one more', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(error(nested(10_000))).toBeNull();
    expect(error(nested(10_001))).toBe("invalid character '[' exceeded max depth");
    expect(error('['.repeat(500_000))).toBe("invalid character '[' exceeded max depth");
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const piece = fc.constantFrom(
      ...'{}[],:"\\ \n0123456789.-+eEabfnrtu',
      'true',
      'null',
      '"a"',
      '\u00e9',
      '1e5',
    );
    const text = fc.oneof(
      fc.array(piece).map((all) => all.join('')),
      fc.string(),
      fc.json(),
    );
    fc.assert(fc.property(text, (json) => (error(json) === null) === accepted(json)));
  });

  it('takes any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (any) => typeof (jsonSyntaxError(any) ?? '') === 'string'));
  });
});

describe('parseJson', () => {
  it('agrees with JSON.parse on values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const json = JSON.stringify(value, null, space);
        // a property named __proto__ cannot be compared
        fc.pre(!json.includes('__proto__'));
        expect(tree(root(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('keeps repeated names in the order of the text', () => {
    expect(jsonMembers(root('{"a":1, "b" : 2 ,"a":3}')).map(([name]) => name)).toEqual(['a', 'b', 'a']);
  });

  it('replaces each bad byte and each lone surrogate', () => {
    expect(jsonString(root(Uint8Array.of(0x22, 0xe2, 0x82, 0x41, 0xff, 0x22)))).toBe('\ufffd\ufffdA\ufffd');
    expect(jsonString(root('"\\ud83d\\ude00 \\ud83d \\ude00"'))).toBe('\u{1f600} \ufffd \ufffd');
  });
});

it('foldName folds ASCII, the long s and the Kelvin sign, and nothing else', () => {
  expect(foldName('AUTH\u017f')).toBe('auths');
  expect(foldName('To\u212aen')).toBe('token');
  expect(foldName('\u00c4\u0130\u0127')).toBe('\u00c4\u0130\u0127');
});
