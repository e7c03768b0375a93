import { describe, expect, it } from 'vitest';
import { subject, toEvent } from '../../src/objects/event.ts';

const metadata = { name: 'web.1', creationTimestamp: '2026-03-05T10:00:00Z' };
const core = {
  metadata,
  type: 'Warning',
  reason: 'Failed',
  message: 'Error: ErrImagePull',
  count: 7,
  firstTimestamp: '2026-03-05T10:00:00Z',
  lastTimestamp: '2026-03-05T10:05:00Z',
  involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
};

describe('toEvent', () => {
  it('reads core/v1', () => {
    expect(toEvent(core)).toEqual({
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ErrImagePull',
      container: 'app',
      count: 7,
      firstSeen: '2026-03-05T10:00:00Z',
      lastSeen: '2026-03-05T10:05:00Z',
    });
  });

  it('reads events.k8s.io/v1 with a series', () => {
    const event = {
      metadata,
      type: 'Warning',
      reason: 'BackOff',
      note: 'Back-off pulling image',
      eventTime: '2026-03-05T10:01:00.000001Z',
      series: { count: 3, lastObservedTime: '2026-03-05T10:06:00.000001Z' },
      regarding: { kind: 'Pod', name: 'web', fieldPath: 'spec.initContainers{migrate}' },
    };
    expect(toEvent(event)).toEqual({
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off pulling image',
      container: 'migrate',
      count: 3,
      firstSeen: '2026-03-05T10:01:00.000001Z',
      lastSeen: '2026-03-05T10:06:00.000001Z',
    });
    expect(subject(event)).toMatchObject({ kind: 'Pod', name: 'web' });
  });

  it('reads events.k8s.io/v1 as converted from the core group', () => {
    const event = toEvent({
      metadata,
      note: 'x',
      eventTime: null,
      deprecatedCount: 4,
      deprecatedFirstTimestamp: '2026-03-05T10:01:00Z',
      deprecatedLastTimestamp: '2026-03-05T10:02:00Z',
    });
    expect(event).toMatchObject({
      count: 4,
      firstSeen: '2026-03-05T10:01:00Z',
      lastSeen: '2026-03-05T10:02:00Z',
    });
  });

  it('has no time of its own: its creation counts, once', () => {
    const bare = { metadata, count: 0, firstTimestamp: null, lastTimestamp: null, eventTime: null };
    expect(toEvent(bare)).toMatchObject({
      count: 1,
      container: null,
      firstSeen: metadata.creationTimestamp,
      lastSeen: metadata.creationTimestamp,
    });
    expect(toEvent({ metadata: { name: 'x' } })).toMatchObject({ firstSeen: null, lastSeen: null });
  });

  it.each([
    ['spec.containers{app}', 'app'],
    ['spec.initContainers{a-1}', 'a-1'],
    ['spec.ephemeralContainers{debug}', 'debug'],
    ['implicitly required container', null],
    ['spec', null],
    ['spec.containers{}', null],
    ['', null],
  ])('field path %j: %s', (fieldPath, container) => {
    expect(toEvent({ ...core, involvedObject: { fieldPath } }).container).toBe(container);
  });
});
