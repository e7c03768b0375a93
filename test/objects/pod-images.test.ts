import { describe, expect, it } from 'vitest';
import { podImages as imagesOf } from '../../src/objects/pod-images.ts';

const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });
const status = (name: string, rest: object) => ({ name, ...rest });

const podImages = (spec: Parameters<typeof imagesOf>[0], status: Parameters<typeof imagesOf>[1]) =>
  imagesOf(spec, status, (words) => words);

describe('podImages', () => {
  it('lists image volumes, init containers, containers, ephemeral containers', () => {
    const images = podImages(
      {
        ephemeralContainers: [{ name: 'debug', image: 'busybox' }],
        containers: [
          { name: 'app', image: 'app:1', imagePullPolicy: 'Never' },
          { name: 'proxy', image: 'proxy' },
        ],
        initContainers: [{ name: 'migrate', image: 'migrate@sha256:1f' }],
        volumes: [
          { name: 'config', configMap: { name: 'x' } },
          { name: 'models', image: { reference: 'models:2', pullPolicy: 'Always' } },
          { name: 'empty', image: {} },
        ],
      },
      {},
    );
    expect(images.map((one) => [one.kind, one.container, one.image, one.pullPolicy])).toEqual([
      ['volume', 'models', 'models:2', 'Always'],
      ['init', 'migrate', 'migrate@sha256:1f', 'IfNotPresent'],
      ['container', 'app', 'app:1', 'Never'],
      ['container', 'proxy', 'proxy', 'Always'],
      ['ephemeral', 'debug', 'busybox', 'Always'],
    ]);
    expect(images.every(({ state, started }) => state.kind === 'none' && !started)).toBe(true);
  });

  it('takes each state from the list of its kind, by name', () => {
    const images = podImages(
      {
        initContainers: [{ name: 'one', image: 'a' }],
        containers: [
          { name: 'one', image: 'b' },
          { name: 'two', image: 'c' },
        ],
        ephemeralContainers: [{ name: 'debug', image: 'd' }],
      },
      {
        initContainerStatuses: [status('one', { state: { terminated: { exitCode: 0 } } })],
        containerStatuses: [
          status('two', waiting('ErrImagePull', 'no')),
          status('one', { state: { running: {} } }),
        ],
        ephemeralContainerStatuses: [status('debug', waiting('ImagePullBackOff'))],
      },
    );
    expect(images.map(({ state }) => state)).toEqual([
      { kind: 'terminated' },
      { kind: 'running' },
      { kind: 'waiting', reason: 'ErrImagePull', message: 'no' },
      { kind: 'waiting', reason: 'ImagePullBackOff', message: null },
    ]);
  });

  it.each([
    [{ imageID: 'sha256:1f', ...waiting('CrashLoopBackOff') }, true],
    [{ restartCount: 2, ...waiting('CrashLoopBackOff') }, true],
    [{ state: { running: {} } }, true],
    [{ state: { terminated: {} } }, true],
    [{ ...waiting('ImagePullBackOff'), lastState: { terminated: {} } }, true],
    [{ imageID: '', restartCount: 0, ...waiting('ImagePullBackOff'), lastState: {} }, false],
    [{ state: {} }, false],
    [{}, false],
  ])('%j: started %s', (one, started) => {
    const [image] = podImages(
      { containers: [{ name: 'app', image: 'a' }] },
      { containerStatuses: [status('app', one)] },
    );
    expect(image?.started).toBe(started);
  });

  it('takes fields of other types as not there', () => {
    expect(
      podImages({ containers: 'x', volumes: null, initContainers: [null] }, { containerStatuses: 5 }),
    ).toEqual([
      {
        container: '',
        kind: 'init',
        image: '',
        pullPolicy: 'IfNotPresent',
        state: { kind: 'none' },
        started: false,
        mountedBy: [],
        imageVolumes: [],
      },
    ]);
  });
});

describe('whose failure a waiting state is', () => {
  const volume = 'registry.acme.io/shop/models:1';

  /** Volume, init container, the container that mounts the volume, the one that does not. */
  function statesOf(image: string, reason: string, message: string, reference = volume) {
    const [models, app, other] = podImages(
      {
        containers: [
          { name: 'app', image, volumeMounts: [{ name: 'tmp' }, { name: 'models' }] },
          { name: 'other', image: 'other:1', volumeMounts: [{ name: 'tmp' }] },
        ],
        volumes: [{ name: 'models', image: { reference } }],
      },
      {
        containerStatuses: [
          status('app', waiting(reason, message)),
          status('other', waiting('ErrImagePull', message)),
        ],
      },
    );
    expect(models?.mountedBy).toEqual(['app']);
    expect(other?.state.kind).toBe('waiting');
    return { volume: models?.state.kind, container: app?.state.kind };
  }

  const theVolume = { volume: 'waiting', container: 'none' };
  const theContainer = { volume: 'none', container: 'waiting' };

  it.each([
    ['app:1', `Back-off pulling image "${volume}"`, theVolume],
    ['app:1', `failed to pull and unpack image "${volume}": not found`, theVolume],
    ['app:1', 'Back-off pulling image "app:1"', theContainer],
    ['registry.acme.io/shop/models:1.4', `Back-off pulling image "${volume}"`, theVolume],
    [
      'registry.acme.io/shop/models:1.4',
      'Back-off pulling image "registry.acme.io/shop/models:1.4"',
      theContainer,
    ],
    ['registry.acme.io/shop/models', `Back-off pulling image "${volume}"`, theVolume],
    ['registry.acme.io/shop/models', 'Back-off pulling image "registry.acme.io/shop/models"', theContainer],
    [volume, `Back-off pulling image "${volume}"`, theContainer],
    ['app:1', '', theContainer],
  ])('%s: %s', (image, message, states) => {
    expect(statesOf(image, 'ImagePullBackOff', message)).toEqual(states);
  });

  it('a volume without registry, named in full by the runtime', () => {
    const message = 'failed to pull and unpack image "docker.io/library/models:1": not found';
    expect(statesOf('app:1', 'ErrImagePull', message, 'models:1')).toEqual(theVolume);
  });

  it('a volume is on the node once a container that mounts it has started', () => {
    const spec = {
      containers: [{ name: 'app', image: 'app:1', volumeMounts: [{ name: 'models' }] }],
      volumes: [{ name: 'models', image: { reference: volume } }],
    };
    const of = (one: object) => podImages(spec, { containerStatuses: [status('app', one)] });
    expect(of({ state: { running: {} } }).map(({ started }) => started)).toEqual([true, true]);
    expect(of({ state: {} }).map(({ started }) => started)).toEqual([false, false]);
  });
});
