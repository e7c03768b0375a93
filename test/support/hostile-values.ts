import fc from 'fast-check';

/**
 * How often each property is tried: a share of PULLCHECK_FUZZ_RUNS, which says how much longer than
 * usual to look.
 */
export const fuzzRuns = (usual: number): number =>
  Math.ceil(usual * Math.max(1, Number(process.env['PULLCHECK_FUZZ_RUNS'] ?? 0) / 20_000));

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { a: value };
  return value;
};

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length', ''];
const odd = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e308,
    2 ** 53,
    1e21,
    Number.MIN_VALUE,
    '',
    ' ',
    '\0',
    '\ud800',
    'a\udc00b',
    '\ufeff',
  ],
  ...[
    '\u202e',
    '\u001b[2J',
    '\r\n',
    '__proto__',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '9999-99-99',
  ],
  ...['=====', '%%%', '$(x)', '${', '[', '/', ':', '@', '://@', '%zz', '[::1', '*', '..', 'List', 'Secret'],
  ...[[], [null], [[]], {}, { '': null }, [null, null, { name: null }], nested(40)],
];

/** Any JSON value that a field may be replaced by; those that break programs come often. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...odd) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...names)
      .map((name) => JSON.parse(`{${JSON.stringify(name)}: [null]}`) as unknown),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => Buffer.from(text).toString('base64')) },
);

/**
 * One change of an object: the way to a field, a number for each turn, and what becomes of the
 * field.
 */
export interface Mutation {
  readonly turns: readonly number[];
  readonly value: unknown;
  readonly kind: 'replace' | 'delete' | 'wrap' | 'rename' | 'double';
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  turns: fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
  value: hostile,
  kind: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'wrap', 'rename', 'double'),
});

/**
 * The value with a field of it changed: the turns choose a member at each level, as deep as they
 * and the value go.
 */
export function mutate(value: unknown, { turns, value: by, kind }: Mutation): unknown {
  const [turn = 0, ...rest] = turns;
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const [key, inner] = entries[turn % Math.max(1, entries.length)] ?? [];
  if (key === undefined) return by;
  const deeper = rest.length > 0 && typeof inner === 'object' && inner !== null;
  const changed = (): [string, unknown][] => {
    if (deeper) return [[key, mutate(inner, { turns: rest, value: by, kind })]];
    switch (kind) {
      case 'replace':
        return [[key, by]];
      case 'delete':
        return [];
      case 'wrap':
        return [[key, [inner]]];
      case 'rename':
        return [[names[turn % names.length] ?? '', inner]];
      case 'double':
        return [
          [key, inner],
          [`${key}${key}`, inner],
        ];
    }
  };
  const members = entries.flatMap((entry) => (entry[0] === key ? changed() : [entry]));
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
