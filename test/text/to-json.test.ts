import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toJson } from '../../src/text/to-json.ts';

it('escapes what cannot be seen, and ends with a newline', () =>
  expect(toJson({ 'a\u202e': ['b\u007f\n', '\u{e0041} \ud800'] })).toBe(
    '{\n  "a\\u202e": [\n    "b\\u007f\\n",\n    "\\udb40\\udc41 \\ud800"\n  ]\n}\n',
  ));

it('is read as what was written, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const json = toJson([value, text, { [text]: text }]);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text, { [text]: text }])));
      expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
