import { expect, it } from 'vitest';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { recordedAt } from '../../../src/sources/files/recorded-at.ts';

const fallback = '2030-01-01T00:00:00.000Z';
const object = (metadata: object, rest: object = {}): KubeObject => ({
  kind: 'Pod',
  metadata: { name: 'a', ...metadata },
  ...rest,
});

it.each([
  ['nothing', [], fallback],
  ['no time stamps', [object({})], fallback],
  [
    'stamps that are none',
    [object({ creationTimestamp: 'soon' }, { lastTimestamp: 5, eventTime: null })],
    fallback,
  ],
  ['a creation', [object({ creationTimestamp: '2026-03-05T10:00:00Z' })], '2026-03-05T10:00:00.000Z'],
  [
    'the newest object',
    [
      object({ creationTimestamp: '2026-03-05T10:00:00Z' }, { lastTimestamp: '2026-03-05T12:00:00Z' }),
      object({ creationTimestamp: '2026-03-05T11:00:00Z' }),
    ],
    '2026-03-05T12:00:00.000Z',
  ],
  [
    'another time zone',
    [
      object({ creationTimestamp: '2026-03-05T12:00:00+02:00' }),
      object({ creationTimestamp: '2026-03-05T11:00:00Z' }),
    ],
    '2026-03-05T11:00:00.000Z',
  ],
  [
    'an event of microseconds',
    [object({}, { eventTime: '2026-03-05T10:00:00.250001Z' })],
    '2026-03-05T10:00:00.250Z',
  ],
  [
    'a heartbeat of a node',
    [object({}, { status: { conditions: [{}, { lastHeartbeatTime: '2026-03-05T10:00:00Z' }] } })],
    '2026-03-05T10:00:00.000Z',
  ],
  [
    'a write',
    [
      object({
        creationTimestamp: '2026-03-01T10:00:00Z',
        managedFields: [{ time: '2026-03-05T10:00:00Z' }],
      }),
    ],
    '2026-03-05T10:00:00.000Z',
  ],
])('%s', (_, objects, time) => expect(recordedAt(objects, fallback)).toBe(time));
