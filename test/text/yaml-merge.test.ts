import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/text/parse-yaml.ts';

function read(text: string): unknown {
  const parsed = parseYaml(text);
  if ('mistake' in parsed) throw new Error(`line ${parsed.mistake}`);
  return parsed.documents[0]?.toJS({ maxAliasCount: 100 });
}

const anchors = 'a: &a {k: a, only: a}\nb: &b {k: b, other: b}\n';
const merged = (lines: string) => (read(`${anchors}x:\n${lines}`) as { x: unknown }).x;

describe('merge keys, as kubectl 1.32 reads them', () => {
  it.each([
    ['  <<: *a\n  k: own\n', { k: 'own', only: 'a' }],
    // what a merge brings takes the place of a key before it
    ['  k: own\n  <<: *a\n', { k: 'a', only: 'a' }],
    ['  k: own\n  <<: [*a, *b]\n', { k: 'a', only: 'a', other: 'b' }],
    ['  <<: [*b, *a]\n', { k: 'b', only: 'a', other: 'b' }],
    ['  <<: *a\n  <<: *b\n', { k: 'b', only: 'a', other: 'b' }],
    ['  <<: {k: inline}\n', { k: 'inline' }],
    // a quoted key is an ordinary one
    ['  "<<": *a\n', { '<<': { k: 'a', only: 'a' } }],
  ])('%j', (lines, value) => expect(merged(lines)).toEqual(value));

  it('merges within merges', () =>
    expect(read('a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nc: {<<: *b, m: 3}\n')).toEqual({
      a: { k: 1 },
      b: { k: 1, l: 2 },
      c: { k: 1, l: 2, m: 3 },
    }));

  it.each(['text', '', '[*a, text]', '3'])('refuses <<: %s', (value) =>
    expect(() => merged(`  <<: ${value}\n`)).toThrow(),
  );

  it('__proto__ that is merged stays a field', () => {
    const value = read('a: &a {__proto__: {polluted: yes}}\nx: {<<: *a}\n') as { x: object };
    expect(Object.hasOwn(value.x, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value.x)).toBe(Object.prototype);
  });

  it('merges that multiply take linear time', () => {
    const levels = Array.from(
      { length: 40 },
      (_, at) => `l${at + 1}: &l${at + 1} {<<: [*l${at}, *l${at}, *l${at}], k${at}: x}`,
    );
    const began = performance.now();
    expect(Object.keys((read(`l0: &l0 {k: x}\n${levels.join('\n')}\n`) as { l40: object }).l40)).toHaveLength(
      41,
    );
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
