import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchShellPattern } from '../../../src/kubelet/go/shell-pattern.ts';

it.each([
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/fff', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a?b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-x]', '-', true],
  ['[x\\-]', 'z', false],
  ['a]', 'a]', true],
  ['', '', true],
  ['', 'a', false],
  ['[]a]', 'a', null],
  ['[-]', '-', null],
  ['[x-]', 'x', null],
  ['[a-b-c]', 'a', null],
  ['[', 'a', null],
  ['[^', 'a', null],
  ['a[', 'x', null],
  ['*[', 'x', null],
  ['\\', 'a', null],
  ['b*[', 'a', null],
])('%j against %j', (pattern, name, matched) => {
  expect(matchShellPattern(pattern, name)).toBe(matched);
});

it('agrees with a regular expression on stars', () => {
  const pattern = fc.array(fc.constantFrom('a', 'b', '*')).map((all) => all.join(''));
  const name = fc.array(fc.constantFrom('a', 'b')).map((all) => all.join(''));
  fc.assert(
    fc.property(pattern, name, (stars, text) => {
      expect(matchShellPattern(stars, text)).toBe(new RegExp(`^${stars.replaceAll('*', '.*')}$`).test(text));
    }),
  );
});

it('answers long patterns at once', () => {
  expect(matchShellPattern('*a'.repeat(500), `${'a'.repeat(5000)}b`)).toBe(false);
});
