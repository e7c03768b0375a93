import { expect, it } from 'vitest';
import { age } from '../../src/text/age.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [0, '0s'],
  [-5 * second, '0s'],
  [999, '0s'],
  [104.9 * second, '104s'],
  [2 * minute - 1, '119s'],
  [2 * minute, '2m'],
  [5 * minute + 7 * second, '5m7s'],
  [10 * minute - 1, '9m59s'],
  [12 * minute + 30 * second, '12m'],
  [3 * hour - 1, '179m'],
  [3 * hour, '3h'],
  [3 * hour + 20 * minute, '3h20m'],
  [8 * hour - 1, '7h59m'],
  [26 * hour + 59 * minute, '26h'],
  [2 * day - 1, '47h'],
  [2 * day, '2d'],
  [4 * day + 2 * hour, '4d2h'],
  [8 * day - 1, '7d23h'],
  [90 * day + 5 * hour, '90d'],
  [800 * day, '800d'],
])('%d ms is %s', (milliseconds, text) => expect(age(milliseconds)).toBe(text));
