import { describe, expect, it } from 'vitest';
import { mostSimilar } from '../../src/objects/similar-names.ts';

describe('similar names', () => {
  it.each([
    [
      'a third of the letters may differ',
      'regcred-shop',
      ['regcred-abcd', 'regcred-abcde'],
      ['regcred-abcd'],
    ],
    ['two may differ in a short name', 'web', ['wab', 'xxb', 'xyz'], ['wab', 'xxb']],
    ['a name that begins alike is the nearest', 'web', ['wab', 'web-7d9f'], ['web-7d9f', 'wab']],
    [
      'three at most, each once',
      'web',
      ['web-1', 'web-1', 'web-2', 'web-3', 'web-4'],
      ['web-1', 'web-2', 'web-3'],
    ],
  ])('%s', (_, name, names, similar) => {
    expect(mostSimilar(name, names)).toEqual(similar);
  });
});
