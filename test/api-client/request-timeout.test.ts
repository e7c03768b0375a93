import { expect, it } from 'vitest';
import { parseRequestTimeout } from '../../src/api-client/http/request-timeout.ts';

it.each([
  [undefined, 30_000],
  ['', 30_000],
  ['0', null],
  ['0s', null],
  ['+0', null],
  ['5', 5000],
  ['1s', 1000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['1.s', 1000],
  ['+250ms', 250],
  ['2µs', 1],
  ['9999h', 2 ** 31 - 1],
])('reads %j as %j ms', (text, milliseconds) => {
  expect(parseRequestTimeout(text)).toBe(milliseconds);
});

it.each(['x', '5 s', '-5s', '-1', '1d', 's', '.s', '1s2', '1e3s', '+'])('refuses %j', (text) => {
  expect(() => parseRequestTimeout(text)).toThrow(
    `--request-timeout "${text}" is neither seconds nor a duration`,
  );
});
