import { describe, expect, it } from 'vitest';
import { stepWait, type WaitMemory, type WaitSnapshot } from '../../src/evidence/wait/pull-wait.ts';
import type { ContainerState, PodEvent } from '../../src/model/evidence.ts';

const image = 'registry.acme.io/shop/api:1.4';
const at = (second: number) => new Date(Date.parse('2026-03-05T12:00:00Z') + second * 1000).toISOString();
const waiting = (reason: string, message: string | null = 'no'): ContainerState => ({
  kind: 'waiting',
  reason,
  message,
});
const failing = waiting('ErrImagePull');
const backingOff = waiting('ImagePullBackOff');
const creating = waiting('ContainerCreating', null);
const running: ContainerState = { kind: 'running' };

/** The event that the kubelet counts up at each failed pull. */
const failed = (count: number, second: number): PodEvent => ({
  ...{ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": 401 Unauthorized` },
  ...{ container: 'app', count, firstSeen: at(0), lastSeen: at(second) },
});
const event = (reason: string, message: string, second: number): PodEvent => ({
  ...{
    type: 'Normal',
    reason,
    message,
    container: 'app',
    count: 1,
    firstSeen: at(second),
    lastSeen: at(second),
  },
});

const seen = (
  state: ContainerState,
  events: readonly PodEvent[] = [],
  uid = 'u1',
  phase = 'Pending',
): WaitSnapshot => ({
  pod: {
    ...{ namespace: 'shop', name: 'web', uid, createdAt: at(0), phase, node: 'worker-3' },
    ...{ hasSandbox: null, serviceAccount: 'default', imagePullSecrets: [], controller: null },
    images: [
      {
        ...({ container: 'app', kind: 'container', image, pullPolicy: 'Always', state } as const),
        ...{ started: state.kind === 'running', mountedBy: [], imageVolumes: [] },
      },
    ],
  },
  events,
});

/** Steps through snapshots; whether something was open after each. */
function steps(...snapshots: readonly WaitSnapshot[]): readonly boolean[] {
  let memory: WaitMemory = new Map();
  return snapshots.map((snapshot, index) => {
    const state = stepWait(memory, [snapshot], index === 0);
    ({ memory } = state);
    return state.open.length > 0;
  });
}

describe('a wait', () => {
  it('is over at once for an image that was pulled', () => {
    expect(steps(seen(running))).toEqual([false]);
    expect(steps(seen(waiting('CrashLoopBackOff')))).toEqual([false]);
  });

  it('does not take the failure that was there before for a new one', () => {
    expect(
      steps(
        seen(backingOff, [failed(3, 40)]),
        seen(backingOff, [failed(3, 40)]),
        seen(backingOff, [failed(4, 120)]),
      ),
    ).toEqual([true, true, false]);
    expect(steps(seen(failing, [failed(3, 40)]), seen(failing, [failed(3, 40)]))).toEqual([true, true]);
  });

  it('sees a new failure by the status, where the kubelet drops events', () => {
    const events = [failed(3, 40)];
    expect(steps(seen(backingOff, events), seen(failing, events))).toEqual([true, false]);
    expect(steps(seen(failing, events), seen(backingOff, events), seen(failing, events))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('needs no events', () => {
    expect(steps(seen(failing), seen(failing), seen(backingOff), seen(failing))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('ends when the fix works', () => {
    expect(steps(seen(backingOff, [failed(3, 40)]), seen(running, [failed(3, 40)]))).toEqual([true, false]);
  });

  it('does not take the repeated back-off for a try', () => {
    const repeated = [
      failed(3, 40),
      event('BackOff', `Back-off pulling image "${image}"`, 90),
      event('Failed', 'Error: ImagePullBackOff', 95),
    ];
    expect(steps(seen(backingOff, [failed(3, 40)]), seen(backingOff, repeated))).toEqual([true, true]);
  });

  it('counts any failure of a Pod that replaced the first', () => {
    const state = steps(
      seen(backingOff, [failed(9, 400)]),
      seen(creating, [], 'u2'),
      seen(failing, [failed(1, 30)], 'u2'),
    );
    expect(state).toEqual([true, true, false]);
  });

  it('does not open again what was settled', () => {
    expect(
      steps(
        seen(backingOff, [failed(3, 40)]),
        seen(failing, [failed(4, 90)]),
        seen(backingOff, [failed(4, 90)]),
      ),
    ).toEqual([true, false, false]);
  });

  it('does not wait for a Pod that ended', () => {
    expect(steps(seen({ kind: 'none' }, [], 'u1', 'Failed'))).toEqual([false]);
  });

  it.each([
    ['ErrImageNeverPull', `Container image "${image}" is not present with pull policy of Never`],
    ['InspectFailed', `Failed to inspect image "${image}": unable to parse`],
  ])('sees %s again', (reason, message) => {
    const state = waiting(reason === 'InspectFailed' ? 'InvalidImageName' : reason, message);
    expect(
      steps(seen(state, [event(reason, message, 10)]), seen(state, [event(reason, message, 25)])),
    ).toEqual([true, false]);
  });
});

describe('the next attempt', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [5, 160],
    [6, 300],
    [60, 300],
  ])('after %d failures comes %d s later', (count, delay) => {
    const { open } = stepWait(new Map(), [seen(backingOff, [failed(count, 100)])], true);
    expect(open).toMatchObject([{ state: 'backing-off', nextAttempt: Date.parse(at(100 + delay)) }]);
  });

  it('is not known without events', () => {
    expect(stepWait(new Map(), [seen(backingOff)], true).open).toMatchObject([{ nextAttempt: null }]);
  });

  it('is going on while it is pulled', () => {
    const pulling = event('Pulling', `Pulling image "${image}"`, 10);
    expect(stepWait(new Map(), [seen(creating, [pulling])], true).open).toMatchObject([{ state: 'pulling' }]);
    expect(stepWait(new Map(), [seen(creating)], true).open).toMatchObject([{ state: 'not-begun' }]);
  });
});
