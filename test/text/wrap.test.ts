import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelled, wrap } from '../../src/text/wrap.ts';

const wordsOf = (text: string) => text.split(/[ \n]+/).filter((word) => word !== '');
const prose = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' ', '  ', '\n', 'a', 'registry.acme.io/shop/api'),
    ),
  )
  .map((parts) => parts.join(''));
const width = fc.integer({ min: 1, max: 100 });

describe('wrap', () => {
  it.each([
    ['', 10, ['']],
    ['one two three', 20, ['one two three']],
    ['one two three', 13, ['one two three']],
    ['one two three', 12, ['one two', 'three']],
    ['one two three', 3, ['one', 'two', 'three']],
    ['a registry.acme.io b', 5, ['a', 'registry.acme.io', 'b']],
    ['first\nsecond line', 8, ['first', 'second', 'line']],
    ['first\n\nthird', 8, ['first', '', 'third']],
    ['one two', 0, ['one', 'two']],
  ])('%j in %d columns', (text, columns, lines) => expect(wrap(text, columns)).toEqual(lines));

  it('never loses a word, and breaks none', () => {
    fc.assert(
      fc.property(prose, width, (text, columns) => {
        expect(wrap(text, columns).flatMap(wordsOf)).toEqual(wordsOf(text));
      }),
    );
  });

  it('lines are longer than the width only where a word is', () => {
    fc.assert(
      fc.property(prose, width, (text, columns) => {
        const long = wrap(text, columns).filter((line) => line.length > columns);
        expect(long.filter((line) => wordsOf(line).length !== 1)).toEqual([]);
      }),
    );
  });
});

describe('labelled', () => {
  it('stands the prose behind the label', () => {
    expect(labelled('why  ', 'one two three four', '  ', 16)).toEqual([
      '  why  one two',
      '       three',
      '       four',
    ]);
  });

  it('counts label and indent as part of the width', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 20, max: 100 }), (text, columns) => {
        const lines = labelled('not checked  ', text, '  ', columns);
        const long = lines.filter((line) => line.length > columns);
        expect(long.filter((line) => wordsOf(line.slice(15)).length !== 1)).toEqual([]);
        expect(
          lines.every((line, index) => line.startsWith(index === 0 ? '  not checked  ' : ' '.repeat(15))),
        ).toBe(true);
      }),
    );
  });
});
