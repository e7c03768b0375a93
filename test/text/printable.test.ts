import { expect, it } from 'vitest';
import { printable } from '../../src/text/printable.ts';

it.each([
  ['plain ✗ grün', 'plain ✗ grün', 'plain ✗ grün'],
  ['a\n\tb', 'a\n\tb', 'a\n\tb'],
  ['\u001b[31mred\u001b[39m', '^[[31mred^[[39m', '\u001b[31mred\u001b[39m'],
  ['\u001b[2J\u001b]0;title\u0007', '^[[2J^[]0;title^G', '^[[2J^[]0;title^G'],
  ['kept\rlost', 'kept^Mlost', 'kept^Mlost'],
  ['\u0000\u007f\u009b31m', '^@^?^Û31m', '^@^?^Û31m'],
  ['\n[1m', '\n[1m', '\n[1m'],
])('%j', (text, plain, coloured) => {
  expect(printable(text, false)).toBe(plain);
  expect(printable(text, true)).toBe(coloured);
});
