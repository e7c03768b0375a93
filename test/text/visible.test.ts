import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unseenIn, visible, visibleData } from '../../src/text/visible.ts';

describe('visible', () => {
  it.each([
    ['plain ✗ grün `x` <U+202E>', 'plain ✗ grün `x` <U+202E>'],
    ['', ''],
    ['two words  and three', 'two words  and three'],
    ['a\n\tb\r', 'a<U+000A><U+0009>b<U+000D>'],
    ['\u001b[31mred', '<U+001B>[31mred'],
    ['\u0000\u007f\u0085\u009b', '<U+0000><U+007F><U+0085><U+009B>'],
    ['\u202eexe.\u202c\u2066x\u2069\u200e\u061c', '<U+202E>exe.<U+202C><U+2066>x<U+2069><U+200E><U+061C>'],
    ['re\u200bg\u00adcr\u2060ed\ufeff', 're<U+200B>g<U+00AD>cr<U+2060>ed<U+FEFF>'],
    ['a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
    ['\u{e0041}\u{e007f}x\ufe0f\u{e0100}', '<U+E0041><U+E007F>x<U+FE0F><U+E0100>'],
    ['a\u00a0b\u3000\u3164', 'a<U+00A0>b<U+3000><U+3164>'],
    ['\ud800 \udc00 \uffff', '<U+D800> <U+DC00> <U+FFFF>'],
    ['😀 中文 \u0301', '😀 中文 \u0301'],
  ])('%j is shown as %s', (text, shown) => expect(visible(text)).toBe(shown));

  it('leaves no character of these kinds, and all others as they are, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|(?! )\p{Z}/u);
        expect(visible(visible(text))).toBe(visible(text));
        const back = visible(text).replaceAll(/<U\+([0-9A-F]{4,6})>/g, (_, hex: string) =>
          String.fromCodePoint(Number.parseInt(hex, 16)),
        );
        if (!text.includes('<U+')) expect(back).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ['regcred', null],
  ['reg cred', null],
  ['reg\u200bcred\n', 'U+200B'],
  ['\u{e0041}', 'U+E0041'],
])('the first unseen character of %j is %j', (text, found) => expect(unseenIn(text)).toBe(found));

it('visibleData changes texts at any depth and nothing else', () => {
  const data = { a: ['x\u200b', { b: 'y\n', c: 1 }], d: null, e: true, ['__proto__']: 'z\r' };
  expect(visibleData(data)).toEqual({
    a: ['x<U+200B>', { b: 'y<U+000A>', c: 1 }],
    d: null,
    e: true,
    ['__proto__']: 'z<U+000D>',
  });
  expect(Object.hasOwn(visibleData(data), '__proto__')).toBe(true);
});
