import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../src/api-client/connect.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { liveReader } from '../../../src/sources/cluster/live-reader.ts';

const server = 'https://api.example:6443';
const api = () => nock(server);
const log: string[] = [];

/** A reader of `server` with a token; it needs no kubeconfig. */
const reader = (base = server) =>
  liveReader(
    connect(
      { server: base, token: 'a-token', requestTimeout: '2s' },
      { KUBECONFIG: ':' },
      { log: (line) => log.push(line) },
    ),
  );

const pod = (name: string) => ({ metadata: { name, namespace: 'shop' } });
const refusal = (code: number, reason: string) => ({ kind: 'Status', apiVersion: 'v1', code, reason });

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  log.length = 0;
  expect(pending).toEqual([]);
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe('get', () => {
  it('gives the raw object: string dates, unknown fields', async () => {
    const body = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'web', namespace: 'shop', creationTimestamp: '2026-11-21T01:34:22Z' },
      spec: { fieldOfTheFuture: [1] },
    };
    api()
      .get('/api/v1/namespaces/shop/pods/web')
      .matchHeader('authorization', 'Bearer a-token')
      .reply(200, body);
    expect(await reader().get('pods', 'shop', 'web')).toEqual({ status: 'found', value: body });
  });

  it.each([
    ['nodes', null, '/api/v1/nodes/x', 'Node', 'v1'],
    ['namespaces', null, '/api/v1/namespaces/x', 'Namespace', 'v1'],
    ['secrets', 'a', '/api/v1/namespaces/a/secrets/x', 'Secret', 'v1'],
    ['serviceaccounts', 'a', '/api/v1/namespaces/a/serviceaccounts/x', 'ServiceAccount', 'v1'],
    ['deployments', 'a', '/apis/apps/v1/namespaces/a/deployments/x', 'Deployment', 'apps/v1'],
    ['replicasets', 'a', '/apis/apps/v1/namespaces/a/replicasets/x', 'ReplicaSet', 'apps/v1'],
    ['statefulsets', 'a', '/apis/apps/v1/namespaces/a/statefulsets/x', 'StatefulSet', 'apps/v1'],
    ['daemonsets', 'a', '/apis/apps/v1/namespaces/a/daemonsets/x', 'DaemonSet', 'apps/v1'],
    ['jobs', 'a', '/apis/batch/v1/namespaces/a/jobs/x', 'Job', 'batch/v1'],
    ['cronjobs', 'a', '/apis/batch/v1/namespaces/a/cronjobs/x', 'CronJob', 'batch/v1'],
  ] as const)('reads %s, with kind and apiVersion', async (resource, namespace, path, kind, apiVersion) => {
    api()
      .get(path)
      .reply(200, { metadata: { name: 'x' } });
    expect(await reader().get(resource, namespace, 'x')).toEqual({
      status: 'found',
      value: { kind, apiVersion, metadata: { name: 'x' } },
    });
  });

  it('keeps the base path of the server', async () => {
    nock('https://rancher.example')
      .get('/k8s/clusters/c-1/api/v1/nodes/x')
      .reply(200, { kind: 'Node', ...pod('x') });
    expect((await reader('https://rancher.example/k8s/clusters/c-1/').get('nodes', null, 'x')).status).toBe(
      'found',
    );
  });

  it.each(['..', '.', '', 'a/b', '%2e'])('sends nothing for the impossible name "%s"', async (name) => {
    const answer = await reader().get('secrets', 'shop', name);
    expect(answer).toEqual({ status: 'failed', problem: `"${name}" cannot be the name of an object` });
    expect(log).toEqual([]);
  });

  it('takes a 404 of the API for absence, one of something else for a failure', async () => {
    api().get('/api/v1/namespaces/shop/secrets/x').reply(404, refusal(404, 'NotFound'));
    expect(await reader().get('secrets', 'shop', 'x')).toEqual({ status: 'absent' });
    api().get('/apis/batch/v1/namespaces/shop/jobs/x').reply(404, '404 page not found');
    api()
      .get('/api/v1/namespaces/shop/secrets/y')
      .reply(404, { message: 'no Route matched with those values' });
    api()
      .get('/api/v1/namespaces/shop/secrets/z')
      .reply(404, {
        ...refusal(404, 'NotFound'),
        message: 'the server could not find the requested resource',
      });
    expect(await reader().get('jobs', 'shop', 'x')).toMatchObject({
      status: 'failed',
      problem: `the API server at ${server} does not serve jobs of batch/v1`,
    });
    for (const name of ['y', 'z'])
      expect(await reader().get('secrets', 'shop', name)).toMatchObject({ status: 'failed' });
  });

  it('names the permission that a 403 asks for', async () => {
    api().get('/apis/apps/v1/namespaces/shop/deployments/x').reply(403, refusal(403, 'Forbidden'));
    expect(await reader().get('deployments', 'shop', 'x')).toEqual({
      status: 'denied',
      need: { verb: 'get', group: 'apps', resource: 'deployments', namespace: 'shop', name: 'x' },
    });
    api().get('/api/v1/secrets?limit=500').reply(403, refusal(403, 'Forbidden'));
    expect(await reader().list('secrets', { namespace: null })).toEqual({
      status: 'denied',
      need: { verb: 'list', group: '', resource: 'secrets' },
    });
  });

  it.each([
    [401, refusal(401, 'Unauthorized'), 'does not accept your credentials (401 Unauthorized)'],
    [400, refusal(400, 'BadRequest'), 'refused to read pods (status 400)'],
    [200, { kind: 'Status', metadata: {} }, 'sent a Status instead of a Pod'],
    [200, { kind: 'Pod', metadata: {} }, 'sent a Pod without a name'],
    [200, '{"kind":"Pod","metadata":{"na', 'sent an answer that breaks off or is not valid JSON'],
    [200, '', 'sent an empty answer (status 200)'],
  ])('explains status %i with %j', async (code, body, says) => {
    api().get('/api/v1/namespaces/shop/pods/web').reply(code, body, { 'content-type': 'application/json' });
    expect(await reader().get('pods', 'shop', 'web')).toMatchObject({
      status: 'failed',
      problem: `the API server at ${server} ${says}`,
    });
  });

  it.each([200, 403, 302])('takes an HTML page with status %i for a proxy', async (code) => {
    api()
      .get('/api/v1/namespaces/shop/pods/web')
      .reply(code, '<html>', { 'content-type': 'text/html; charset=utf-8' });
    expect(await reader().get('pods', 'shop', 'web')).toEqual({
      status: 'failed',
      problem: `the API server at ${server} answered ${code} with something that is not JSON (text/html)`,
      remedy: 'look for a proxy or a login page in between',
    });
  });
});

describe('list', () => {
  const path = '/api/v1/namespaces/shop/pods';

  it('joins the pages, filling in kind and apiVersion', async () => {
    api()
      .get(path)
      .query({ limit: 2, labelSelector: 'a=b', fieldSelector: 'spec.nodeName=n' })
      .reply(200, { kind: 'PodList', metadata: { continue: 'more' }, items: [pod('a'), pod('b')] });
    api()
      .get(path)
      .query({ limit: 2, labelSelector: 'a=b', fieldSelector: 'spec.nodeName=n', continue: 'more' })
      .reply(200, { kind: 'PodList', metadata: { continue: '' }, items: [pod('c')] });
    const query = { namespace: 'shop', limit: 2, labelSelector: 'a=b', fieldSelector: 'spec.nodeName=n' };
    expect(await reader().list('pods', query)).toEqual({
      status: 'found',
      value: ['a', 'b', 'c'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', ...pod(name) })),
    });
  });

  it('ends with the first page where no more is wanted', async () => {
    api()
      .get(path)
      .query({ limit: 2 })
      .reply(200, { kind: 'PodList', metadata: { continue: 'more' }, items: [pod('a'), pod('b')] });
    const read = await reader().list('pods', { namespace: 'shop', limit: 2, firstPage: true });
    expect(read.status === 'found' && read.value.map((one) => one.metadata.name)).toEqual(['a', 'b']);
  });

  it('reads everything at once with limit 0', async () => {
    api()
      .get(path)
      .query({})
      .reply(200, { kind: 'PodList', metadata: {}, items: [pod('a')] });
    expect((await reader().list('pods', { namespace: 'shop', limit: 0 })).status).toBe('found');
  });

  it.each([
    ['events', 'a', '/api/v1/namespaces/a/events', 'Event'],
    ['events', null, '/api/v1/events', 'Event'],
    ['nodes', null, '/api/v1/nodes', 'Node'],
    ['namespaces', null, '/api/v1/namespaces', 'Namespace'],
    ['deployments', null, '/apis/apps/v1/deployments', 'Deployment'],
    ['cronjobs', 'a', '/apis/batch/v1/namespaces/a/cronjobs', 'CronJob'],
  ] as const)('lists %s of %s', async (resource, namespace, url, kind) => {
    api()
      .get(url)
      .query({ limit: 500 })
      .reply(200, { kind: `${kind}List`, items: [{ metadata: { name: 'x' } }] });
    expect(await reader().list(resource, { namespace })).toMatchObject({
      status: 'found',
      value: [{ kind }],
    });
  });

  it('takes null items for an empty list', async () => {
    api().get(path).query(true).reply(200, { kind: 'PodList', metadata: {}, items: null });
    expect(await reader().list('pods', { namespace: 'shop' })).toEqual({ status: 'found', value: [] });
  });

  it.each([
    [{ kind: 'SecretList', items: [] }, 'sent a SecretList instead of a PodList'],
    [{ kind: 'PodList', items: {} }, 'sent a PodList with broken items'],
    [{ kind: 'PodList', items: [{ metadata: {} }] }, 'sent a PodList with broken items'],
    [{}, 'sent a PodList with broken items'],
  ])('refuses %j', async (body, says) => {
    api().get(path).query(true).reply(200, body);
    expect(await reader().list('pods', { namespace: 'shop' })).toEqual({
      status: 'failed',
      problem: `the API server at ${server} ${says}`,
    });
  });
});

describe('pages', () => {
  const page = (query: object, code: number, body: nock.Body) =>
    api()
      .get('/api/v1/pods')
      .query({ limit: 2, ...query })
      .reply(code, body);
  const names = async () => {
    const seen: unknown[] = [];
    for await (const one of reader().pages('pods', { namespace: null, limit: 2 }))
      seen.push(one.status === 'found' ? one.value.map((item) => item.metadata.name) : one);
    return seen;
  };

  it('keeps nothing that was not wanted of a long page, and every object', async () => {
    const heavy = (_: unknown, index: number) => ({
      metadata: {
        name: `p${index}`,
        labels: { app: 'web' },
        annotations: { a: 'x'.repeat(9000) },
        managedFields: [{ manager: 'kubelet' }],
      },
      spec: { nodeName: 'worker-3' },
    });
    const items = Array.from({ length: 200 }, heavy);
    page({}, 200, { kind: 'PodList', metadata: {}, items });
    const all: KubeObject[] = [];
    for await (const one of reader().pages('pods', { namespace: null, limit: 2, bare: true }))
      if (one.status === 'found') all.push(...one.value);
    expect(all.map((item) => item.metadata.name)).toEqual(items.map((item) => item.metadata.name));
    expect(all[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p0', labels: { app: 'web' } },
      spec: { nodeName: 'worker-3' },
    });
    expect(JSON.stringify(all).length).toBeLessThan(300_000);
  });

  it('starts again after 410 and gives no object twice', async () => {
    page({}, 200, { metadata: { continue: 'old' }, items: [pod('a'), pod('b')] });
    page({ continue: 'old' }, 410, refusal(410, 'Expired'));
    page({}, 200, { metadata: { continue: 'new' }, items: [pod('a'), pod('b')] });
    page({ continue: 'new' }, 200, { metadata: {}, items: [pod('c')] });
    expect(await names()).toEqual([['a', 'b'], [], ['c']]);
  });

  it('gives up when the list expires again and again', async () => {
    for (let time = 0; time < 4; time++) page({}, 410, refusal(410, 'Expired'));
    expect(await names()).toEqual([
      {
        status: 'failed',
        problem: `the API server at ${server} let the list expire while it was read (410 Gone)`,
        remedy: 'try again',
      },
    ]);
  });

  it('ends where the server gives one page for ever', async () => {
    page({}, 200, { metadata: { continue: 'one' }, items: [pod('a')] });
    page({ continue: 'one' }, 200, { metadata: { continue: 'two' }, items: [pod('b')] });
    page({ continue: 'two' }, 200, { metadata: { continue: 'one' }, items: [pod('a')] });
    expect(await names()).toEqual([
      ['a'],
      ['b'],
      [],
      {
        status: 'failed',
        problem: `the API server at ${server} sends the same page of pods again and again`,
      },
    ]);
  });

  it('ends where the server gives empty pages for ever', async () => {
    for (let at = 0; at < 100; at++)
      page(at === 0 ? {} : { continue: `${at}` }, 200, { metadata: { continue: `${at + 1}` }, items: [] });
    expect((await names()).at(-1)).toEqual({
      status: 'failed',
      problem: `the API server at ${server} sends empty pages of pods without an end`,
    });
    expect(log).toHaveLength(100);
  });

  it('goes on over some empty pages', async () => {
    for (let at = 0; at < 99; at++)
      page(at === 0 ? {} : { continue: `${at}` }, 200, { metadata: { continue: `${at + 1}` }, items: [] });
    page({ continue: '99' }, 200, { metadata: {}, items: [pod('a')] });
    expect((await names()).at(-1)).toEqual(['a']);
  });

  it('ends with the failure of a later page', async () => {
    page({}, 200, { metadata: { continue: 'next' }, items: [pod('a')] });
    page({ continue: 'next' }, 403, refusal(403, 'Forbidden'));
    expect(await names()).toEqual([
      ['a'],
      { status: 'denied', need: { verb: 'list', group: '', resource: 'pods' } },
    ]);
  });

  it('asks for the next page only when it is wanted', async () => {
    page({}, 200, { metadata: { continue: 'next' }, items: [pod('a')] });
    for await (const one of reader().pages('pods', { namespace: null, limit: 2 })) {
      expect(one.status).toBe('found');
      break;
    }
    expect(log).toHaveLength(1);
  });
});

describe('what the log and failures show', () => {
  it('logs method, path and status without tokens', async () => {
    api()
      .get('/api/v1/pods')
      .query(true)
      .reply(200, { metadata: { continue: 'c2VjcmV0' }, items: [] });
    api().get('/api/v1/pods').query(true).reply(200, { items: [] });
    await reader().list('pods', { namespace: null, labelSelector: 'app=web' });
    expect(log.map((line) => line.replace(/\d+ms$/, 'Nms'))).toEqual([
      'GET /api/v1/pods?labelSelector=app=web&limit=500 200 Nms',
      'GET /api/v1/pods?continue=…&labelSelector=app=web&limit=500 200 Nms',
    ]);
  });

  it('reports a call that no mock expects as a failure, as the network is closed', async () => {
    const answer = await reader().get('pods', 'shop', 'unexpected');
    expect(answer).toMatchObject({ status: 'failed' });
    expect(log).toHaveLength(1);
  });
});
