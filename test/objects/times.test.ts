import { expect, it } from 'vitest';
import { timeOrNull } from '../../src/objects/fields.ts';
import { toSecret } from '../../src/objects/secret.ts';

it.each([
  '2026-03-05T12:00:00Z',
  '2026-03-05T12:00:00.123456Z',
  '2026-03-05T12:00:00+01:00',
  '0001-01-01T00:00:00Z',
])('%s is a time', (time) => expect(timeOrNull(time)).toBe(time));

it.each([
  '',
  'yesterday',
  '2026-03-05',
  '2026-13-05T12:00:00Z',
  '2026-03-05T25:00:00Z',
  '2026-03-05T12:00:00',
  'NaN',
  0,
  null,
  {},
  ['2026-03-05T12:00:00Z'],
])('%j is none', (time) => expect(timeOrNull(time)).toBeNull());

it('a Secret of damaged times has none, and takes no key for its prototype', () => {
  const secret = toSecret({
    metadata: {
      name: 'a',
      creationTimestamp: 'yesterday',
      managedFields: [{ time: 'x', fieldsV1: { 'f:data': {} } }],
    },
    data: JSON.parse('{"__proto__": "eA==", "constructor": "eA=="}'),
  });
  expect(secret).toMatchObject({ createdAt: null, changedAt: null, keys: ['__proto__', 'constructor'] });
});
