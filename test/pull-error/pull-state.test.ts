import { describe, expect, it } from 'vitest';
import { toEvent } from '../../src/objects/event.ts';
import { toPod } from '../../src/objects/pod.ts';
import { failsByStatus, readPullState } from '../../src/pull-error/pull-state.ts';
import { type EventSpec, eventObject } from '../support/objects.ts';
import { defaultImage as image } from '../support/scene.ts';
import { notFound, unauthorized } from '../support/words.ts';

type Status = Readonly<Record<string, unknown>>;

/**
 * The state of the image at `index`, in the order of the Pod's images, from a Pod as the API server
 * gives it.
 */
function stateOf(spec: object, status: Status, events: readonly EventSpec[], index = 0) {
  const pod = toPod({ kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec, status });
  const one = pod.images[index];
  if (one === undefined) throw new Error('no such image');
  const read = events.map((event, at) => toEvent(eventObject('shop', 'web', at, event)));
  return readPullState(one, read, pod.phase);
}

const spec = { containers: [{ name: 'app', image }] };
const waiting = (reason: string, message?: string) => ({
  phase: 'Pending',
  containerStatuses: [{ name: 'app', state: { waiting: { reason, message } } }],
});
const backOff = waiting('ImagePullBackOff', `Back-off pulling image "${image}"`);
const failed = (words: string, rest: Partial<EventSpec> = {}): EventSpec => ({
  reason: 'Failed',
  message: `Failed to pull image "${image}": ${words}`,
  ...rest,
});

describe('words of a failed pull', () => {
  it('come from the status where it has them (from Kubernetes 1.32 on)', () => {
    const message = `Back-off pulling image "${image}": ErrImagePull: ${unauthorized(image)}`;
    const { status, failure } = stateOf(spec, waiting('ImagePullBackOff', message), []);
    expect(status).toBe('failing');
    expect(failure).toMatchObject({ reason: 'ImagePullBackOff', from: 'status', text: message });
    expect(failure?.error.label).toBe('unauthorized-no-credentials');
  });

  it('come from the newest event that has any where the status only backs off', () => {
    const events = [
      failed(unauthorized(image), { first: '2026-03-05T11:40:00Z', last: '2026-03-05T11:45:00Z' }),
      failed(notFound(image), { first: '2026-03-05T11:46:00Z', last: '2026-03-05T11:50:00Z' }),
      { reason: 'Failed', message: 'Error: ErrImagePull', last: '2026-03-05T11:50:00Z' },
      { reason: 'BackOff', message: `Back-off pulling image "${image}"`, last: '2026-03-05T11:55:00Z' },
    ];
    const { failure } = stateOf(spec, backOff, events);
    expect(failure).toMatchObject({
      reason: 'ImagePullBackOff',
      from: 'event',
      firstSeen: '2026-03-05T11:40:00Z',
      lastSeen: '2026-03-05T11:55:00Z',
    });
    expect(failure?.error.label).toBe('tag-not-found');
  });

  it('are given whole where nobody understands them, rather than the back-off alone', () => {
    const strange = failed('rpc error: code = Unknown desc = the moon is in the wrong phase');
    const error = { reason: 'Failed', message: 'Error: ErrImagePull' };
    const { failure } = stateOf(spec, backOff, [strange, error]);
    expect(failure).toMatchObject({ reason: 'ImagePullBackOff', from: 'event', text: strange.message });
    expect(failure?.error.label).toBe('unknown');
  });

  it('leave it to a reason that tells more than they do', () => {
    const { failure } = stateOf(spec, waiting('RegistryUnavailable'), [
      failed('the moon is in the wrong phase'),
    ]);
    expect(failure?.error.label).toBe('registry-unavailable');
  });

  it('may be gone: then only the back-off is known', () => {
    const { failure } = stateOf(spec, backOff, []);
    expect(failure).toMatchObject({ from: 'status', firstSeen: null, lastSeen: null });
    expect(failure?.error.label).toBe('backoff-only');
    expect(stateOf(spec, waiting('ErrImagePull'), []).failure).toMatchObject({ from: 'none' });
  });

  it('are those of the container and of its image text as it is now', () => {
    const others = [
      failed(notFound(image), { container: 'proxy' }),
      { reason: 'Failed', message: `Failed to pull image "shop/old:1": ${notFound('shop/old:1')}` },
      failed(notFound(image), { container: null, message: 'Failed to pull image "shop/volume:1": x' }),
    ];
    expect(stateOf(spec, backOff, others).failure?.error.label).toBe('backoff-only');
  });
});

describe('whether a pull fails', () => {
  const status = (state: object, more: object = {}) => ({
    phase: 'Running',
    containerStatuses: [{ name: 'app', state, ...more }],
  });

  it.each([
    'ErrImagePull',
    'ImagePullBackOff',
    'ErrImageNeverPull',
    'InvalidImageName',
    'ImageInspectError',
    'RegistryUnavailable',
    'SignatureValidationFailed',
  ])('%s is a failed pull', (reason) => {
    expect(stateOf(spec, waiting(reason), []).status).toBe('failing');
  });

  it.each(['CrashLoopBackOff', 'CreateContainerConfigError', 'RunContainerError', 'PostStartHookError'])(
    '%s is not: the image is on the node',
    (reason) => {
      expect(stateOf(spec, waiting(reason, 'back-off 5m0s restarting failed container'), [])).toEqual({
        status: 'ok',
        failure: null,
      });
    },
  );

  it('sees a pull secret that cannot be decoded, whose text is the reason itself (from 1.33 on)', () => {
    const text = 'illegal base64 data at input byte 4';
    const { failure } = stateOf(spec, waiting(text, text), []);
    expect(failure?.error.label).toBe('malformed-pull-secret');
  });

  it('believes a running container over events of an earlier attempt', () => {
    const { status: now } = stateOf(spec, status({ running: {} }), [failed(notFound(image))]);
    expect(now).toBe('ok');
    expect(stateOf(spec, status({ terminated: { exitCode: 1 } }), []).status).toBe('ok');
  });

  it('believes the newest event while the status still says ContainerCreating', () => {
    const pulling = { reason: 'Pulling', message: `Pulling image "${image}"` };
    const pulled = { reason: 'Pulled', message: `Container image "${image}" already present on machine` };
    const creating = waiting('ContainerCreating');
    expect(stateOf(spec, creating, [pulling, failed(notFound(image))]).status).toBe('failing');
    expect(stateOf(spec, creating, [failed(notFound(image)), pulling]).status).toBe('pending');
    expect(stateOf(spec, creating, [pulling, pulled]).status).toBe('ok');
    expect(stateOf(spec, creating, []).status).toBe('pending');
  });

  it('does not take a crash for a failed pull', () => {
    const crash = [
      { reason: 'BackOff', message: 'Back-off restarting failed container app in pod web' },
      { reason: 'Failed', message: 'Error: failed to create containerd task' },
    ];
    expect(stateOf(spec, waiting('ContainerCreating'), crash).status).toBe('pending');
  });

  it('cannot tell for a Pod that ended before its containers started', () => {
    expect(stateOf(spec, { phase: 'Failed' }, []).status).toBe('unknown');
    expect(stateOf(spec, { phase: 'Pending' }, []).status).toBe('pending');
  });
});

describe('init, ephemeral and volume images', () => {
  it('tells a failing init container from the container that waits for it', () => {
    const both = { initContainers: [{ name: 'migrate', image }], ...spec };
    const statuses = {
      phase: 'Pending',
      initContainerStatuses: [{ name: 'migrate', state: { waiting: { reason: 'ImagePullBackOff' } } }],
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
    };
    const events = [failed(notFound(image), { container: 'migrate' })];
    expect(stateOf(both, statuses, events, 0).failure?.error.label).toBe('tag-not-found');
    expect(stateOf(both, statuses, events, 1)).toEqual({ status: 'pending', failure: null });
  });

  it('finds the failure of an ephemeral container, which has no status yet, in the events', () => {
    const debug = { ...spec, ephemeralContainers: [{ name: 'debug', image: 'busybox:9' }] };
    const words = { reason: 'Failed', message: `Failed to pull image "busybox:9": ${notFound('busybox:9')}` };
    const state = stateOf(debug, { phase: 'Running' }, [{ ...words, container: 'debug' }], 1);
    expect(state.status).toBe('failing');
  });

  it('gives the failure of an image volume to the volume, not to the container that mounts it', () => {
    const volume = 'registry.acme.io/shop/model:1';
    const mounting = {
      volumes: [{ name: 'model', image: { reference: volume } }],
      containers: [{ name: 'app', image, volumeMounts: [{ name: 'model', mountPath: '/model' }] }],
    };
    const statuses = waiting(
      'ImagePullBackOff',
      `Back-off pulling image "${volume}": ErrImagePull: ${notFound(volume)}`,
    );
    expect(stateOf(mounting, statuses, [], 0).failure?.error.label).toBe('tag-not-found');
    expect(stateOf(mounting, statuses, [], 1).failure).toBe(null);
  });
});

describe('an image volume of two containers', () => {
  const volume = 'registry.acme.io/shop/model:1';
  const own = 'registry.acme.io/shop/side:9';
  const volumeMounts = [{ name: 'model', mountPath: '/model' }];
  const both = {
    volumes: [{ name: 'model', image: { reference: volume } }],
    containers: [
      { name: 'app', image, volumeMounts },
      { name: 'side', image: own, volumeMounts },
    ],
  };
  const ofVolume = `Back-off pulling image "${volume}": ErrImagePull: ${notFound(volume)}`;
  const statuses = (side: string) => ({
    phase: 'Pending',
    containerStatuses: [
      { name: 'app', state: { waiting: { reason: 'ImagePullBackOff', message: ofVolume } } },
      { name: 'side', state: { waiting: { reason: 'ErrImagePull', message: side } } },
    ],
  });
  const volumeEvents = [
    { reason: 'Failed', message: `Failed to pull image "${volume}": ${notFound(volume)}`, container: null },
    { reason: 'Failed', message: 'Error: ErrImagePull', container: 'app' },
    { reason: 'Failed', message: 'Error: ErrImagePull', container: 'side' },
  ];

  it.each([
    ['with its events', volumeEvents],
    ['whose events are gone', []],
  ])('fails once, as the volume, %s', (_, events) => {
    const states = [0, 1, 2].map((index) => stateOf(both, statuses(ofVolume), events, index).status);
    expect(states).toEqual(['failing', 'pending', 'pending']);
  });

  it.each([
    ['with its events', volumeEvents],
    ['whose events are gone', []],
  ])('fails beside a container whose own image fails, %s', (_, events) => {
    const states = [0, 1, 2].map((index) => stateOf(both, statuses(notFound(own)), events, index));
    expect(states.map(({ status }) => status)).toEqual(['failing', 'pending', 'failing']);
    expect(states[2]?.failure?.text).toContain(own);
  });
});

describe('a failure that the status alone tells', () => {
  const volume = {
    containers: [{ name: 'app', image, volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', image: { reference: 'registry.acme.io/data:1' } }],
  };
  const helm = { containers: [{ name: 'app', image: 'registry.acme.io/charts/web:1' }] };
  const reasons = ['ErrImagePull', 'ImagePullBackOff', 'CrashLoopBackOff', 'ContainerCreating', ''];
  const messages = ['', `Back-off pulling image "${image}"`, notFound(image), 'no command specified'];
  const sentence = 'failed to record image pull intent for image x';
  const states: readonly Status[] = [
    ...reasons.flatMap((reason) => messages.map((message) => waiting(reason, message))),
    ...[
      waiting(sentence, ''),
      waiting('CreateContainerError', 'volume "data": failed to mount image volume'),
    ],
    { phase: 'Running', containerStatuses: [{ name: 'app', state: { running: {} } }] },
  ];

  it.each([spec, volume, helm])('is the one that readPullState finds without events: %#', (one) => {
    const found = states.map((status) => {
      const pod = toPod({ kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: one, status });
      return pod.images.map((each) => [
        failsByStatus(each),
        readPullState(each, [], pod.phase).failure !== null,
      ]);
    });
    for (const [short, long] of found.flat()) expect(short).toBe(long);
    expect(new Set(found.flat(2)).size).toBe(2);
  });
});
