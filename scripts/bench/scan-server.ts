import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/**
 * A stand-in for an API server with many Pods, some of them failing for several causes. Counts the
 * requests that it answers.
 */
export interface ScanServer {
  readonly url: string;
  readonly ca: string;
  requests(): number;
  close(): void;
}

const tls = new URL('../../test/fixtures/tls/', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, tls), 'utf8');

/** `pods` Pods in 20 namespaces, about `size` bytes each; every `failingEvery`-th fails. */
export async function startScanServer(pods: number, size: number, failingEvery: number): Promise<ScanServer> {
  const items = Array.from({ length: pods }, (_, index) => JSON.stringify(podOf(index, size, failingEvery)));
  let count = 0;
  const server = createServer({ key: file('server.key'), cert: file('server.crt') }, (request, response) => {
    count++;
    const url = new URL(request.url ?? '/', 'https://localhost');
    const body = answer(url, items);
    response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      body ??
        JSON.stringify({
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'NotFound',
          code: 404,
        }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: new URL('ca.crt', tls).pathname,
    requests: () => count,
    close: () => server.close(),
  };
}

const listOf = (kind: string, items: readonly string[], more: string | null) =>
  `{"kind":"${kind}List","apiVersion":"v1","metadata":{"resourceVersion":"1"${more === null ? '' : `,"continue":"${more}"`}},"items":[${items.join(',')}]}`;

function answer(url: URL, items: readonly string[]): string | null {
  const path = url.pathname;
  if (path === '/version') return '{"gitVersion":"v1.33.0","major":"1","minor":"33"}';
  if (path === '/api') return '{"kind":"APIVersions","versions":["v1"]}';
  if (path === '/apis') return '{"kind":"APIGroupList","apiVersion":"v1","groups":[]}';
  if (path === '/api/v1')
    return '{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"],"shortNames":["po"]}]}';
  const [, namespace, resource, name] =
    /^\/api\/v1\/(?:namespaces\/([^/]+)\/)?(\w+)(?:\/(.+))?$/.exec(path) ?? [];
  if (resource === 'pods') return page(url, items, namespace);
  if (resource === 'events') return listOf('Event', [], null);
  if (resource === 'serviceaccounts')
    return JSON.stringify({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name, namespace } });
  if (resource === 'nodes' && name !== undefined)
    return JSON.stringify({
      kind: 'Node',
      apiVersion: 'v1',
      metadata: { name },
      status: { nodeInfo: { architecture: 'amd64', operatingSystem: 'linux' } },
    });
  if (resource === 'secrets' && name !== undefined && name !== 'gone')
    return JSON.stringify(secretOf(namespace ?? '', name));
  return resource === 'secrets' && name === undefined ? listOf('Secret', [], null) : null;
}

function page(url: URL, items: readonly string[], namespace: string | undefined): string {
  const own = namespace === undefined ? items : items.filter((_, index) => namespaceOf(index) === namespace);
  const limit = Number(url.searchParams.get('limit') ?? 0) || own.length;
  const start = Number(url.searchParams.get('continue') ?? 0);
  const end = start + limit;
  return listOf('Pod', own.slice(start, end), end < own.length ? String(end) : null);
}

/** In the order of an API server: namespace by namespace. */
const namespaceOf = (index: number) => `team-${Math.floor(index / 500)}`;

/**
 * Failures of several causes: no secret, a secret that is not there, another host in the entry, a
 * tag that does not exist.
 */
const causes = [[], ['gone'], ['far'], ['good']] as const;

function podOf(index: number, size: number, failingEvery: number) {
  const failing = index % failingEvery === 0;
  const cause = Math.floor(index / failingEvery) % causes.length;
  const image = `registry.acme.io/team/app-${index % 50}:1`;
  const words =
    cause === 3
      ? `failed to resolve reference "${image}": ${image}: not found`
      : `failed to resolve reference "${image}": unexpected status from HEAD request to https://registry.acme.io/v2/: 401 Unauthorized`;
  const state = failing
    ? { waiting: { reason: 'ErrImagePull', message: words } }
    : { running: { startedAt: '2026-01-01T00:00:00Z' } };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: `app-${index}`,
      namespace: namespaceOf(index),
      uid: `uid-${index}`,
      annotations: { padding: 'x'.repeat(size - 900) },
    },
    spec: {
      nodeName: `node-${index % 100}`,
      serviceAccountName: 'default',
      imagePullSecrets: (failing ? (causes[cause] ?? []) : ['good']).map((name) => ({ name })),
      containers: [{ name: 'app', image, imagePullPolicy: 'IfNotPresent', resources: {} }],
    },
    status: {
      phase: failing ? 'Pending' : 'Running',
      containerStatuses: [
        {
          name: 'app',
          image,
          imageID: failing ? '' : `${image}@sha256:0`,
          ready: !failing,
          restartCount: 0,
          state,
        },
      ],
    },
  };
}

function secretOf(namespace: string, name: string) {
  const host = name === 'far' ? 'registry.acme.com' : 'registry.acme.io';
  const config = JSON.stringify({ auths: { [host]: { username: 'ci', password: 'bench' } } });
  return {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name, namespace },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
  };
}
