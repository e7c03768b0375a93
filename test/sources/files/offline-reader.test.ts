import { describe, expect, it } from 'vitest';
import type { KubeObject, ListQuery, Resource } from '../../../src/objects/object-reader.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';

const object = (kind: string, namespace: string | null, name: string, rest: object = {}): KubeObject => ({
  kind,
  metadata: { name, ...(namespace === null ? {} : { namespace }), labels: { app: name } },
  ...rest,
});

const reader = offlineReader([
  object('Pod', 'shop', 'web', { spec: { nodeName: 'worker-3' }, status: { phase: 'Pending' } }),
  object('Pod', 'shop', 'api', { spec: {}, status: { phase: 'Running' } }),
  object('Pod', 'prod', 'web', { status: { phase: 'Running' } }),
  object('Pod', null, 'bare'),
  object('Secret', 'shop', 'regcred'),
  object('Node', null, 'worker-3'),
  object('Event', 'shop', 'web.1', { involvedObject: { kind: 'Pod', name: 'web', uid: 'u-1' } }),
  object('Event', 'shop', 'web.2', { regarding: { kind: 'Pod', name: 'web' } }),
  object('Event', 'shop', 'api.1', { involvedObject: { kind: 'Pod', name: 'api', uid: 'u-2' } }),
  object('Widget', 'shop', 'web'),
]);

async function listed(resource: Resource, query: ListQuery) {
  const answer = await reader.list(resource, query);
  return answer.status === 'found'
    ? answer.value.map(({ metadata }) => [metadata.namespace, metadata.name].filter(Boolean).join('/'))
    : answer;
}

describe('get', () => {
  it.each([
    ['pods', 'shop', 'web'],
    ['pods', 'default', 'bare'],
    ['nodes', null, 'worker-3'],
  ] as const)('%s %s/%s is found', async (resource, namespace, name) => {
    expect(await reader.get(resource, namespace, name)).toMatchObject({
      status: 'found',
      value: { metadata: { name } },
    });
  });

  it.each([
    ['pods', 'shop', 'gone'],
    ['secrets', 'shop', 'gone'],
    ['nodes', null, 'worker-4'],
  ] as const)('%s %s/%s is absent: the file holds others', async (resource, namespace, name) => {
    expect(await reader.get(resource, namespace, name)).toEqual({ status: 'absent' });
  });

  it.each([
    ['secrets', 'prod', 'secrets of namespace prod', 'kubectl get secrets -n prod -o yaml'],
    [
      'serviceaccounts',
      'shop',
      'serviceaccounts of namespace shop',
      'kubectl get serviceaccounts -n shop -o yaml',
    ],
    ['namespaces', null, 'namespaces', 'kubectl get namespaces -o yaml'],
  ] as const)(
    '%s of %s were not read: unknown, and how to read them',
    async (resource, namespace, which, command) => {
      expect(await reader.get(resource, namespace, 'regcred')).toEqual({
        status: 'failed',
        problem: `the file holds no ${which}`,
        remedy: `add the output of ${command} to it`,
      });
    },
  );
});

describe('list', () => {
  it.each([
    [{ namespace: 'shop' }, ['shop/web', 'shop/api']],
    [{ namespace: null }, ['shop/web', 'shop/api', 'prod/web', 'bare']],
    [{ namespace: null, labelSelector: 'app=web' }, ['shop/web', 'prod/web']],
    [{ namespace: 'shop', labelSelector: 'app notin (web)' }, ['shop/api']],
    [{ namespace: null, fieldSelector: 'metadata.name=web' }, ['shop/web', 'prod/web']],
    [{ namespace: null, fieldSelector: 'metadata.name==web,status.phase!=Pending' }, ['prod/web']],
    [{ namespace: null, fieldSelector: 'metadata.namespace=prod' }, ['prod/web']],
    [{ namespace: 'shop', fieldSelector: 'spec.nodeName=' }, ['shop/api']],
    [{ namespace: 'shop', fieldSelector: 'spec.nodeName!=' }, ['shop/web']],
    [{ namespace: 'shop', fieldSelector: 'status.phase=Pending', labelSelector: 'app=api' }, []],
    [
      { namespace: 'shop', fieldSelector: 'spec.hostNetwork=false,status.podIP=,status.podIPs=' },
      ['shop/web', 'shop/api'],
    ],
    [{ namespace: 'shop', fieldSelector: 'spec.hostNetwork=true' }, []],
    [{ namespace: 'shop', fieldSelector: '' }, ['shop/web', 'shop/api']],
  ])('Pods of %j', async (query, names) => expect(await listed('pods', query)).toEqual(names));

  it('events of a Pod, in the words of either API group; a uid that the event lacks does not count', async () => {
    const about = (uid: string) =>
      `involvedObject.kind=Pod,involvedObject.name=web,involvedObject.uid=${uid}`;
    expect(await listed('events', { namespace: 'shop', fieldSelector: about('u-1') })).toEqual([
      'shop/web.1',
      'shop/web.2',
    ]);
    expect(await listed('events', { namespace: 'shop', fieldSelector: about('u-9') })).toEqual([
      'shop/web.2',
    ]);
  });

  it.each(['secrets', 'events'] as const)('%s that the file does not hold are unknown', async (resource) => {
    expect(await listed(resource, { namespace: 'prod' })).toMatchObject({ status: 'failed' });
  });

  it.each([
    [{ labelSelector: 'app in web' }, '"app in web" is no label selector'],
    [{ fieldSelector: 'status.phase' }, '"status.phase" is no field selector'],
    [{ fieldSelector: 'a=b,=c' }, '"a=b,=c" is no field selector'],
  ])('%j selects nothing, and says so', async (selector, problem) => {
    expect(await listed('pods', { namespace: 'shop', ...selector })).toEqual({ status: 'failed', problem });
  });

  it('comes as one page', async () => {
    const pages = [];
    for await (const page of reader.pages('pods', { namespace: 'shop', limit: 1 })) pages.push(page);
    expect(pages).toMatchObject([{ status: 'found', value: [{}, {}] }]);
  });
});

it('a namespace that no cluster stores is part of no command', async () => {
  expect(await reader.list('serviceaccounts', { namespace: 'shop; id' })).toMatchObject({
    remedy: expect.stringMatching(
      /^no cluster does: the name of the namespace is none that Kubernetes stores/,
    ),
  });
});

describe('a list of all namespaces', () => {
  const account = (namespace: string) => ({
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace },
  });
  const secret = { kind: 'Secret', metadata: { name: 'regcred', namespace: 'other' } };
  const get = (...objects: KubeObject[]) => offlineReader(objects).get('secrets', 'shop', 'regcred');

  it('proves that a namespace has no Secret', async () => {
    expect(await get(account('shop'), account('other'), secret)).toEqual({ status: 'absent' });
  });

  it('is none where Secrets of one namespace alone were asked for', async () => {
    expect(await get(account('shop'), secret)).toMatchObject({ status: 'failed' });
    expect(await get(account('other'), secret)).toMatchObject({ status: 'failed' });
    expect(await get(account('shop'), account('other'))).toMatchObject({ status: 'failed' });
  });
});
