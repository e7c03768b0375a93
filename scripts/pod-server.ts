import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A stand-in for an API server with the failing Pod `web`, over HTTP/2 as the real one. */
export interface PodServer {
  /** A folder of its own for HOME, and the kubeconfig in it. */
  readonly home: string;
  readonly kubeconfig: string;
  /** Holds every answer back for `ms`, and counts from 0. */
  delay(ms: number): void;
  /**
   * Since the last `delay`: a request that arrives after an answer was sent belongs to a later
   * round than that one.
   */
  counted(): { readonly requests: number; readonly rounds: number };
  close(): void;
}

const tls = new URL('../test/fixtures/tls/', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, tls), 'utf8');

export async function startPodServer(): Promise<PodServer> {
  let wait = 0;
  let requests = 0;
  let answeredRounds = 0;
  let rounds = 0;
  const server = createSecureServer({ key: file('server.key'), cert: file('server.crt'), allowHTTP1: true });
  server.on('request', (request, response) => {
    const round = answeredRounds + 1;
    rounds = Math.max(rounds, round);
    requests++;
    const body = answers.get((request.url ?? '').replace(/\?.*/, ''));
    setTimeout(() => {
      answeredRounds = Math.max(answeredRounds, round);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(body ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 }),
      );
    }, wait);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const home = mkdtempSync(join(tmpdir(), 'pullcheck-bench-'));
  const kubeconfig = join(home, 'config');
  writeFileSync(kubeconfig, kubeconfigFor(`https://127.0.0.1:${(server.address() as AddressInfo).port}`));
  return {
    home,
    kubeconfig,
    delay(ms) {
      wait = ms;
      requests = 0;
      rounds = 0;
      answeredRounds = 0;
    },
    counted: () => ({ requests, rounds }),
    close: () => server.close(),
  };
}

/**
 * With a client certificate, as those of clusters that were just made, and in the block style that
 * kubectl writes.
 */
function kubeconfigFor(server: string): string {
  const data = (name: string) => Buffer.from(file(name)).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server, 'certificate-authority-data': data('ca.crt') } }],
    users: [
      {
        name: 'bench',
        user: { 'client-certificate-data': data('client.crt'), 'client-key-data': data('client.key') },
      },
    ],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench', namespace: 'shop' } }],
  };
  // kubectl folds no line, however long
  return stringify(config, { lineWidth: 0 });
}

const image = 'registry.acme.io:5000/shop/api:1.4';
const words = `Failed to pull image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://registry.acme.io:5000/v2/shop/api/manifests/1.4: 401 Unauthorized`;
const at = { firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:10:00Z', count: 9 };

const pod = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5bf7847f96', uid: 'u2', controller: true },
    ],
  },
  spec: {
    nodeName: 'worker-3',
    serviceAccountName: 'default',
    imagePullSecrets: [{ name: 'regcred' }],
    containers: [{ name: 'app', image, imagePullPolicy: 'IfNotPresent', resources: {} }],
  },
  status: {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'app',
        image,
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } },
      },
    ],
  },
};

const auths = { 'registry.acme.io': { username: 'ci', password: 'bench' } };
const event = {
  metadata: { name: 'web.1', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop', uid: 'u1' },
  reason: 'Failed',
  type: 'Warning',
  message: words,
  source: { component: 'kubelet' },
  ...at,
};
const list = (kind: string, items: readonly object[]) => ({
  kind: `${kind}List`,
  apiVersion: 'v1',
  metadata: { resourceVersion: '1' },
  items,
});
const resource = (name: string, kind: string) => ({ name, kind, namespaced: true, verbs: ['get', 'list'] });

const answers = new Map<string, object>([
  ['/version', { gitVersion: 'v1.33.0', major: '1', minor: '33' }],
  ['/api', { kind: 'APIVersions', versions: ['v1'] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: [] }],
  [
    '/api/v1',
    {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      resources: [resource('pods', 'Pod'), resource('events', 'Event'), resource('secrets', 'Secret')],
    },
  ],
  ['/api/v1/namespaces/shop/pods/web', pod],
  ['/api/v1/namespaces/shop/pods', list('Pod', [pod])],
  [
    '/apis/apps/v1/namespaces/shop/replicasets/web-5bf7847f96',
    {
      kind: 'ReplicaSet',
      apiVersion: 'apps/v1',
      metadata: {
        name: 'web-5bf7847f96',
        namespace: 'shop',
        uid: 'u2',
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u3', controller: true },
        ],
      },
    },
  ],
  ['/api/v1/namespaces/shop/events', list('Event', [event])],
  [
    '/api/v1/namespaces/shop/secrets/regcred',
    {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'regcred', namespace: 'shop' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
    },
  ],
  [
    '/api/v1/namespaces/shop/serviceaccounts/default',
    { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: 'default', namespace: 'shop' } },
  ],
  [
    '/api/v1/nodes/worker-3',
    {
      kind: 'Node',
      apiVersion: 'v1',
      metadata: { name: 'worker-3' },
      status: { nodeInfo: { architecture: 'amd64', operatingSystem: 'linux' } },
    },
  ],
]);
