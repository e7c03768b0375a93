import { describe, expect, it } from 'vitest';
import { unseal } from '../../src/model/unseal.ts';
import { lastWritten } from '../../src/objects/managed-fields.ts';
import { toNode } from '../../src/objects/node.ts';
import { controllerOf, toPod } from '../../src/objects/pod.ts';
import { toSecret } from '../../src/objects/secret.ts';
import { toServiceAccount } from '../../src/objects/service-account.ts';
import { base64 } from '../support/objects.ts';

const write = (time: unknown, ...written: readonly string[]) => ({
  time,
  fieldsV1: Object.fromEntries(written.map((field) => [`f:${field}`, {}])),
});
const withWrites = (...managedFields: readonly unknown[]) => ({ metadata: { name: 'a', managedFields } });

describe('lastWritten', () => {
  it.each([
    ['no managedFields', { metadata: { name: 'a' } }, null],
    ['another field', withWrites(write('2026-03-05T10:00:00Z', 'metadata', 'type')), null],
    ['one writer', withWrites(write('2026-03-05T10:00:00Z', 'type', 'data')), '2026-03-05T10:00:00Z'],
    [
      'the last of several',
      withWrites(
        write('2026-03-05T12:00:00Z', 'data'),
        write('2026-03-05T13:00:00+02:00', 'data'),
        write('2026-03-05T14:00:00Z', 'metadata'),
        write(undefined, 'data'),
      ),
      '2026-03-05T12:00:00Z',
    ],
    [
      'broken ones',
      withWrites(null, 5, { time: 'x' }, { fieldsV1: 'f:data', time: '2026-03-05T10:00:00Z' }),
      null,
    ],
  ])('%s', (_, object, time) => expect(lastWritten(object, 'data')).toBe(time));
});

describe('toSecret', () => {
  const metadata = { namespace: 'shop', name: 'regcred', creationTimestamp: '2026-03-01T10:00:00Z' };

  it('takes data as it is, sealed', () => {
    const data = { '.dockerconfigjson': base64('{"auths":{}}'), other: '' };
    const secret = toSecret({ metadata, type: 'kubernetes.io/dockerconfigjson', data });
    expect(secret).toEqual({
      namespace: 'shop',
      name: 'regcred',
      type: 'kubernetes.io/dockerconfigjson',
      keys: ['.dockerconfigjson', 'other'],
      data: secret.data,
      createdAt: '2026-03-01T10:00:00Z',
      changedAt: null,
    });
    expect(unseal(secret.data)).toEqual(data);
    expect(JSON.stringify(secret)).not.toContain(base64('{"auths":{}}'));
  });

  it('stringData is encoded and wins over data, key by key', () => {
    const secret = toSecret({
      metadata,
      data: { a: base64('old'), b: base64('kept') },
      stringData: { a: 'grüß', c: '' },
    });
    expect(unseal(secret.data)).toEqual({ a: base64('grüß'), b: base64('kept'), c: '' });
    expect(secret.keys).toEqual(['a', 'b', 'c']);
    expect(secret.type).toBe('Opaque');
  });

  it.each([{}, { data: null }, { data: [], stringData: 'x' }])('%j holds nothing', (content) => {
    expect(toSecret({ metadata, ...content }).keys).toEqual([]);
  });

  it('tells when its data was written', () => {
    const managedFields = [write('2026-03-05T10:00:00Z', 'data'), write('2026-03-06T10:00:00Z', 'metadata')];
    expect(toSecret({ metadata: { ...metadata, managedFields } }).changedAt).toBe('2026-03-05T10:00:00Z');
  });
});

it('toServiceAccount takes the names of imagePullSecrets, in order, without empty ones', () => {
  expect(
    toServiceAccount({
      metadata: {
        namespace: 'shop',
        name: 'builder',
        managedFields: [write('2026-03-05T10:00:00Z', 'imagePullSecrets')],
      },
      secrets: [{ name: 'builder-token' }],
      imagePullSecrets: [{ name: 'b' }, { name: '' }, {}, null, { name: 'a' }, { name: 'b' }],
    }),
  ).toEqual({
    namespace: 'shop',
    name: 'builder',
    imagePullSecrets: ['b', 'a', 'b'],
    createdAt: null,
    changedAt: '2026-03-05T10:00:00Z',
  });
});

it('toNode takes what tells of its platform; what is missing is empty', () => {
  const nodeInfo = { operatingSystem: 'linux', architecture: 'arm64', kubeletVersion: 'v1.33.2' };
  const node = {
    metadata: { name: 'n', labels: { zone: 'a', odd: 5 } },
    spec: { providerID: 'aws:///a/i-1' },
    status: { nodeInfo: { ...nodeInfo, containerRuntimeVersion: 'containerd://2.1' } },
  };
  expect(toNode(node)).toEqual({
    name: 'n',
    os: 'linux',
    architecture: 'arm64',
    kubeletVersion: 'v1.33.2',
    containerRuntime: 'containerd://2.1',
    providerID: 'aws:///a/i-1',
    labels: { zone: 'a', odd: '' },
  });
  expect(toNode({ metadata: { name: 'n' } })).toMatchObject({
    name: 'n',
    os: '',
    architecture: '',
    labels: {},
  });
});

describe('toPod', () => {
  it('has defaults where a manifest leaves them out', () => {
    expect(toPod({ metadata: { name: 'web' } })).toEqual({
      hasSandbox: null,
      namespace: 'default',
      name: 'web',
      uid: '',
      createdAt: null,
      phase: '',
      node: null,
      serviceAccount: 'default',
      imagePullSecrets: [],
      images: [],
      controller: null,
    });
  });

  it('reads the older name of the ServiceAccount too', () => {
    const account = (spec: object) => toPod({ metadata: { name: 'web' }, spec }).serviceAccount;
    expect(account({ serviceAccount: 'old' })).toBe('old');
    expect(account({ serviceAccount: 'old', serviceAccountName: 'new' })).toBe('new');
  });

  it('keeps the order of imagePullSecrets', () => {
    const spec = { imagePullSecrets: [{ name: 'z' }, {}, { name: 'a' }], nodeName: 'worker-3' };
    expect(toPod({ metadata: { name: 'web' }, spec })).toMatchObject({
      imagePullSecrets: ['z', 'a'],
      node: 'worker-3',
    });
  });
});

describe('controllerOf', () => {
  const owned = (metadata: object, ...ownerReferences: readonly unknown[]) =>
    controllerOf({ metadata: { name: 'web', ...metadata, ownerReferences } });

  it('is the owner that manages the object, in its namespace', () => {
    const owner = { kind: 'ReplicaSet', name: 'web-1', controller: true };
    expect(owned({ namespace: 'shop' }, { kind: 'Foo', name: 'x' }, owner)).toEqual({
      kind: 'ReplicaSet',
      namespace: 'shop',
      name: 'web-1',
    });
    expect(owned({}, owner)).toEqual({ kind: 'ReplicaSet', name: 'web-1' });
  });

  it('is none where nobody manages it', () => {
    expect(owned({}, { kind: 'Foo', name: 'x', controller: false }, null)).toBeNull();
    expect(controllerOf({ metadata: { name: 'web' } })).toBeNull();
  });
});
