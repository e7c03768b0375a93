import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeItems } from '../../src/api-client/http/list-items.ts';

function inParts(text: string, size: number) {
  const { take, end } = takeItems();
  for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size));
  return end();
}

const whole = (text: string, size: number): unknown => {
  const { items, text: rest } = inParts(text, size);
  const list = JSON.parse(rest) as { readonly items: readonly unknown[] };
  return { ...list, items: [...items, ...list.items] };
};

const listOf = (items: readonly unknown[]) =>
  JSON.stringify({ kind: 'PodList', metadata: { continue: 'next' }, items });
const padding = 'x'.repeat(50_000);
const pods = Array.from({ length: 40 }, (_, index) => ({ metadata: { name: `p${index}` }, spec: padding }));

describe('the objects of a list, while it comes', () => {
  test('are read one by one, all but the last few', () => {
    const text = listOf(pods);
    expect(whole(text, 16_384)).toEqual(JSON.parse(text));
    const { items, text: rest } = inParts(text, 16_384);
    expect(items.length).toBeGreaterThan(35);
    expect(rest.length).toBeLessThan(text.length / 8);
  });

  test('are whole where they hold what looks like the end of one', () => {
    const nested = pods.map((pod) => ({
      ...pod,
      claims: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
      note: '}],{"metadata":{"items":[{"metadata":',
    }));
    const text = listOf(nested);
    expect(whole(text, 10_000)).toEqual(JSON.parse(text));
  });

  test('stay in the text where they cannot be told apart', () => {
    const many = {
      metadata: {},
      all: Array.from({ length: 300 }, () => ({ metadata: padding.slice(0, 900) })),
    };
    const text = listOf([many, ...pods]);
    expect(whole(text, 16_384)).toEqual(JSON.parse(text));
  });

  test.each([
    ['breaks off', listOf(pods).slice(0, -60_000)],
    ['is another thing', JSON.stringify({ a: { items: pods } })],
    ['holds its items deeper', JSON.stringify({ a: { items: pods }, items: [] })],
    ['is no JSON', `<html>"items":[{"metadata":${padding}${padding}${padding}`],
  ])('of what %s the text tells what is wrong', (_, text) => {
    const { items, text: rest } = inParts(text, 16_384);
    if (items.length === 0) expect(rest).toBe(text);
    else expect(() => JSON.parse(rest)).toThrow();
  });

  test('are those of the text, whatever they hold and however it is cut', () => {
    const item = fc.dictionary(fc.string(), fc.jsonValue());
    const large = fc.integer({ min: 0, max: 9 }).map((n) => ({ metadata: { n }, spec: padding }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(item, large), { maxLength: 30 }),
        fc.integer({ min: 1000, max: 70_000 }),
        (items, size) => {
          const text = listOf(items);
          expect(whole(text, size)).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});
