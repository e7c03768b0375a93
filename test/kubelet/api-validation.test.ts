import { expect, it } from 'vitest';
import { isStorableImage, isStorableSecret } from '../support/api-validation.ts';

const json = 'kubernetes.io/dockerconfigjson';
const stored = (type: string, key: string, content: string) =>
  isStorableSecret(type, new Map([[key, new TextEncoder().encode(content)]]));

it.each([
  [json, '.dockerconfigjson', '{"auths":[]}', true],
  [json, '.dockerconfigjson', 'null', true],
  [json, '.dockerconfigjson', '', false],
  [json, '.dockerconfigjson', '[]', false],
  [json, '.dockerconfigjson', '{', false],
  [json, '.dockerconfigjson', '{"x":1e999}', false],
  [json, '.dockerconfigjson', '{"x":[-1e-999, 1.5E+3], "y":"\\"1e999"}', true],
  [json, '.dockercfg', '{}', false],
  ['kubernetes.io/dockercfg', '.dockercfg', '{}', true],
  ['Opaque', '.dockercfg', '{', true],
])('isStorableSecret %s %s %j: %s', (type, key, content, expected) => {
  expect(stored(type, key, content)).toBe(expected);
});

it('checks a megabyte of text without trouble', () => {
  expect(stored(json, '.dockerconfigjson', JSON.stringify({ x: '\\"a'.repeat(300_000) }))).toBe(true);
});

it.each([
  ['nginx', true],
  ['', false],
  [' nginx', false],
  ['nginx\u0085', false],
  ['ngi nx', true],
])('isStorableImage %j: %s', (image, expected) => {
  expect(isStorableImage(image)).toBe(expected);
});
