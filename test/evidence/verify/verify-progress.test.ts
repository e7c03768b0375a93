import { describe, expect, it } from 'vitest';
import { verifyProgress } from '../../../src/evidence/verify/verify-progress.ts';
import type { PodEvent } from '../../../src/model/evidence.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';

const image = 'registry.acme.io/shop/api:1.4';
const digest = `sha256:${'ab'.repeat(32)}`;

function pod(state: object | null, { imageID = '', status = {}, metadata = {} } = {}): KubeObject {
  return {
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'pullcheck-verify-1', uid: 'u', ...metadata },
    spec: { containers: [{ name: 'app', image, imagePullPolicy: 'Always' }] },
    status: {
      phase: 'Pending',
      ...(state === null ? {} : { containerStatuses: [{ name: 'app', imageID, state }] }),
      ...status,
    },
  };
}

const event = (
  reason: string,
  message: string,
  container: string | null = 'app',
  type = 'Normal',
): PodEvent => ({
  ...{ type, reason, message, container, count: 1 },
  ...{ firstSeen: '2026-03-05T12:00:00Z', lastSeen: '2026-03-05T12:00:00Z' },
});
const pulling = event('Pulling', `Pulling image "${image}"`);
const look = (one: KubeObject | null, events: readonly PodEvent[] = []) =>
  verifyProgress({ pod: one, events }, ['app']);

describe('the proof of a pull', () => {
  it.each([
    ['containerd', { terminated: { reason: 'StartError', exitCode: 128 } }],
    ['cri-dockerd', { terminated: { reason: 'ContainerCannotRun', exitCode: 127 } }],
    [
      'CRI-O',
      { waiting: { reason: 'CreateContainerError', message: 'executable file `/x` not found in $PATH' } },
    ],
    ['a program that runs nevertheless', { running: {} }],
    ['a user that the image lacks', { waiting: { reason: 'CreateContainerConfigError', message: 'no' } }],
    ['a runtime that gives up', { waiting: { reason: 'RunContainerError', message: 'no' } }],
  ])('is a state past it: %s', (_, state) => {
    expect(look(pod(state, { imageID: `registry.acme.io/shop/api@${digest}` }))).toMatchObject({
      kind: 'done',
      images: [{ result: 'pulled', digest, inStatus: true }],
    });
  });

  it.each([
    ['in 20.14441ms', 0.02014441, null],
    ['in 1m2.5s', 62.5, null],
    ['in 1.5s (1.6s including waiting). Image size: 5120 bytes.', 1.5, 5120],
  ])('is the event, before any status: %s', (tail, pullSeconds, bytes) => {
    const { kind, images } = look(pod(null), [
      pulling,
      event('Pulled', `Successfully pulled image "${image}" ${tail}`),
    ]);
    expect(kind).toBe('done');
    expect(images[0]).toMatchObject({ result: 'pulled', digest: null, inStatus: false, bytes });
    expect(images[0]).toHaveProperty(
      'pullSeconds',
      pullSeconds === 62.5 ? 62.5 : expect.closeTo(pullSeconds, 6),
    );
  });

  it('is no event of an image that was there, and no container whose end nobody saw', () => {
    const present = event('Pulled', `Container image "${image}" already present on machine`);
    expect(look(pod({ waiting: { reason: 'ContainerCreating' } }), [present]).kind).not.toBe('failed');
    const lost = pod({ terminated: { reason: 'ContainerStatusUnknown', exitCode: 137 } });
    expect(look(lost)).toMatchObject({ kind: 'running', images: [{ result: 'waiting' }] });
  });
});

describe('a pull that fails', () => {
  it.each([
    'ErrImagePull',
    'ImagePullBackOff',
    'InvalidImageName',
    'RegistryUnavailable',
    'SignatureValidationFailed',
  ])('is told by the status: %s', (reason) => {
    expect(look(pod({ waiting: { reason, message: '401 Unauthorized' } }))).toMatchObject({
      kind: 'done',
      images: [{ result: 'failed', failure: { reason } }],
    });
  });

  it('is told by the event before the status has it', () => {
    const failed = event('Failed', `Failed to pull image "${image}": 401 Unauthorized`, 'app', 'Warning');
    const { kind, images } = look(pod({ waiting: { reason: 'ContainerCreating' } }), [pulling, failed]);
    expect([kind, images[0]?.result]).toEqual(['done', 'failed']);
  });
});

describe('a pull that goes on', () => {
  it('waits, then pulls', () => {
    expect(look(pod(null))).toMatchObject({ kind: 'running', images: [{ result: 'waiting' }] });
    expect(look(pod({ waiting: { reason: 'ContainerCreating' } }), [pulling])).toMatchObject({
      kind: 'running',
      images: [{ result: 'pulling' }],
    });
  });

  it('tells what it waits for', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }];
    expect(look(pod(null, { status: { conditions } })).says).toBe('0/3 nodes are available');
    const sandbox = event('FailedCreatePodSandBox', 'no CNI', null, 'Warning');
    expect(look(pod(null), [sandbox]).says).toBe('FailedCreatePodSandBox: no CNI');
  });
});

describe('a Pod that does not pull', () => {
  it.each([
    ['OutOfcpu', "Node didn't have enough resource: cpu"],
    ['DeadlineExceeded', 'Pod was active on the node longer than the specified deadline'],
  ])('was ended: %s', (reason, message) => {
    expect(look(pod(null, { status: { phase: 'Failed', reason, message } }))).toMatchObject({
      kind: 'over',
      says: `${reason}: ${message}`,
    });
  });

  it('is gone, or going', () => {
    expect(look(null).kind).toBe('gone');
    expect(look(pod(null, { metadata: { deletionTimestamp: '2026-03-05T12:00:00Z' } })).kind).toBe('gone');
  });

  it('is done with what it did before it ended', () => {
    const ended = pod({ terminated: { reason: 'StartError' } }, { status: { phase: 'Failed' } });
    expect(look(ended).kind).toBe('done');
  });
});

it('waits for each of several images', () => {
  const one = pod({ terminated: { reason: 'StartError' } });
  expect(verifyProgress({ pod: one, events: [] }, ['app', 'other'])).toMatchObject({
    kind: 'running',
    images: [{ result: 'pulled' }, { result: 'waiting' }],
  });
});
