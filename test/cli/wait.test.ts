import { afterEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { statusOf } from '../support/api-objects.ts';
import { kubeconfigFor } from '../support/fault-run.ts';
import { servedObjects } from '../support/fault-scenes.ts';
import {
  type LivingCluster,
  type LivingOptions,
  putEvent,
  putStatus,
  startLiving,
} from '../support/living-cluster.ts';
import { login, pullSecret } from '../support/objects.ts';
import { runProgram } from '../support/run-program.ts';
import { namespace, type Scene } from '../support/scene.ts';

const image = 'registry.acme.io/shop/api:1.4';
const words = `failed to resolve reference "${image}": pulling from host registry.acme.io failed with status code [manifests 1.4]: 401 Unauthorized`;
const failing: Scene = {
  says: words,
  secrets: { regcred: pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') }) },
};
const { says: _, ...healthy } = failing;

const clusters: LivingCluster[] = [];
afterEach(() => {
  for (const cluster of clusters.splice(0)) cluster.close();
});

async function start(scene: Scene = failing, options: LivingOptions = {}): Promise<LivingCluster> {
  const cluster = await startLiving(servedObjects(scene), options);
  clusters.push(cluster);
  return cluster;
}

const run = async (cluster: LivingCluster, ...args: readonly string[]) => {
  const began = Date.now();
  const ended = await runProgram(args, { env: { KUBECONFIG: kubeconfigFor(cluster.url) } });
  return { ...ended, seconds: (Date.now() - began) / 1000 };
};

const podOf = (cluster: LivingCluster, name = 'web'): KubeObject => {
  const pod = cluster.objects().find((one) => one.kind === 'Pod' && one.metadata.name === name);
  if (pod === undefined) throw new Error(`no Pod ${name}`);
  return pod;
};

const runs = (cluster: LivingCluster, pod: KubeObject) =>
  putStatus(cluster, pod, {
    phase: 'Running',
    states: { app: { running: {} } },
    imageIDs: { app: 'sha256:1' },
  });
const failsAgain = (cluster: LivingCluster, pod: KubeObject) => {
  putEvent(cluster, pod, 'app', 'Failed', `Failed to pull image "${image}": ${words}`);
  putStatus(cluster, pod, { states: { app: { waiting: { reason: 'ErrImagePull', message: words } } } });
};
/** Does something some time after the program has begun to wait, however long its start takes. */
async function later(cluster: LivingCluster, ms: number, work: () => void): Promise<void> {
  while (!cluster.asked.some((one) => one === 'WATCH pods'))
    await new Promise((resolve) => setTimeout(resolve, 10));
  setTimeout(work, ms);
}

describe('pod NAME --wait', () => {
  it('does not wait where every image was pulled', async () => {
    const { code, stderr, seconds } = await run(await start(healthy), 'pod', 'web', '--wait');
    expect([code, stderr]).toEqual([0, '']);
    expect(seconds).toBeLessThan(5);
  });

  it('ends with 0 when the fix works, and says how to have it tried at once', async () => {
    const cluster = await start();
    void later(cluster, 1000, () => runs(cluster, podOf(cluster)));
    const { code, stdout, stderr, seconds } = await run(cluster, 'pod', 'web', '--wait=30s');
    expect(code).toBe(0);
    expect(stdout).toContain('pulled');
    expect(stderr).toMatch(
      /^waiting for app of Pod shop\/web: the kubelet backs off and tries again .*; to have it try at once: kubectl get pod web -n shop -o json \| kubectl replace --force -f -\n$/,
    );
    expect(seconds).toBeLessThan(15);
  });

  it('ends with 1 when it fails once more', async () => {
    const cluster = await start();
    void later(cluster, 1000, () => failsAgain(cluster, podOf(cluster)));
    const { code, stdout } = await run(cluster, 'pod', 'web', '--wait', '-o', 'json');
    expect(code).toBe(1);
    expect(stdout).toContain('"cause": "credential-rejected"');
  });

  it('goes on with the Pod that takes the name, of another uid', async () => {
    const cluster = await start();
    void later(cluster, 500, () => {
      const pod = podOf(cluster);
      cluster.drop('Pod', 'web');
      const next = { ...pod, metadata: { ...pod.metadata, uid: 'uid-next' }, status: { phase: 'Pending' } };
      void later(cluster, 500, () => cluster.put(next));
      void later(cluster, 1500, () => runs(cluster, next));
    });
    const { code } = await run(cluster, 'pod', 'web', '--wait=30s');
    expect(code).toBe(0);
  });

  it('ends where the Pod was deleted and does not come back', async () => {
    const cluster = await start();
    void later(cluster, 300, () => cluster.drop('Pod', 'web'));
    const { code, stdout, stderr } = await run(cluster, 'pod', 'web', '--wait');
    expect(stderr).toContain('Pod shop/web was deleted\n');
    expect(stderr).toContain('error: Pod web does not exist in namespace shop');
    expect([code, stdout]).toEqual([3, '']);
  });

  it('gives up after the time that was given, with the report', async () => {
    const { code, stdout, stderr, seconds } = await run(await start(), 'pod', 'web', '--wait=2s');
    expect(stderr).toMatch(/waited 2s in vain for app of Pod shop\/web\n$/);
    expect(stdout).toContain('refuses the credential');
    expect(code).toBe(1);
    expect(seconds).toBeGreaterThan(2);
  });

  it('of a Pod that is not there does not wait', async () => {
    const { code, stderr } = await run(await start(), 'pod', 'nope', '--wait');
    expect([code, stderr.split('\n').length]).toEqual([3, 2]);
  });

  it.each(['closed', 'reset', 'gone'] as const)('survives watches that are %s', async (how) => {
    const cluster = await start();
    void later(cluster, 800, () => cluster.endWatches(how));
    void later(cluster, 1600, () => cluster.endWatches(how));
    void later(cluster, 2400, () => runs(cluster, podOf(cluster)));
    expect((await run(cluster, 'pod', 'web', '--wait=30s')).code).toBe(0);
  });

  it('survives a restart of the API server', async () => {
    const cluster = await start();
    void later(cluster, 800, () => void cluster.restart(1000));
    void later(cluster, 1200, () => runs(cluster, podOf(cluster)));
    expect((await run(cluster, 'pod', 'web', '--wait=30s')).code).toBe(0);
  });

  it('needs neither watch nor events', async () => {
    const cluster = await start(failing, {
      fault: ({ watch, url, response }) => {
        if (!watch && !url.pathname.endsWith('/events')) return false;
        response.writeHead(403, { 'content-type': 'application/json' });
        response.end(JSON.stringify(statusOf(403, 'Forbidden', 'forbidden')));
        return true;
      },
    });
    void later(cluster, 1500, () => failsAgain(cluster, podOf(cluster)));
    expect((await run(cluster, 'pod', 'web', '--wait=30s')).code).toBe(1);
  });

  it.each([
    [['pod', '--wait'], /--wait takes a name/],
    [['pod', 'web', '--wait=soon'], /--wait "soon" is neither seconds nor a duration/],
    [['pod', 'web', '--wait=0'], /a second at least/],
    [['pod', 'web', '--wait', '--from', 'examples/port-mismatch.yaml'], /--wait needs a cluster/],
    [['deploy', '--wait'], /--wait takes a name, such as deployment web --wait/],
  ])('%j is a usage error', async (args, says) => {
    const cluster = await start();
    const { code, stderr } = await run(cluster, ...args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  });

  it('does not take the next word for its value', async () => {
    const { code } = await run(await start(healthy), 'pod', '--wait', 'web');
    expect(code).toBe(0);
  });
});

describe('deployment NAME --wait', () => {
  const labels = { app: 'web' };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'app', image }], imagePullSecrets: [{ name: 'regcred' }] },
  };
  const deployment = (observedGeneration: number, replicas = 1): KubeObject => ({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { namespace, name: 'api', uid: 'uid-api', generation: 2 },
    spec: { replicas, selector: { matchLabels: labels }, template },
    status: { observedGeneration },
  });
  const owned = (kind: string, name: string) => ({
    ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }],
  });
  const set = (revision: number): KubeObject => ({
    ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet' },
    metadata: {
      ...{ namespace, name: `api-${revision}`, uid: `uid-api-${revision}`, labels },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ...owned('Deployment', 'api'),
    },
    spec: { selector: { matchLabels: labels } },
  });
  const pod = (revision: number): KubeObject => ({
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: {
      namespace,
      name: `api-${revision}-x`,
      uid: `uid-pod-${revision}`,
      labels,
      ...owned('ReplicaSet', `api-${revision}`),
    },
    spec: { ...template.spec, nodeName: 'worker-3' },
    status: { phase: 'Pending' },
  });

  /**
   * A Deployment that was just applied: the controller has yet to see it, and the Pods of the old
   * revision run.
   */
  async function applied(end: (cluster: LivingCluster, pod: KubeObject) => void) {
    const cluster = await start(healthy);
    for (const object of [deployment(1), set(1)]) cluster.put(object);
    runs(cluster, pod(1));
    void later(cluster, 800, () => {
      cluster.put(set(2));
      cluster.put(deployment(2));
    });
    void later(cluster, 1400, () => cluster.put(pod(2)));
    void later(cluster, 2200, () => end(cluster, pod(2)));
    return cluster;
  }

  it('waits for the new revision, and is 0 when it was pulled', async () => {
    const cluster = await applied(runs);
    const { code, stdout, stderr, seconds } = await run(cluster, 'deploy/api', '--wait=30s', '-o', 'json');
    expect(stdout).toContain('"name": "api-2-x"');
    expect([code, stderr]).toEqual([0, '']);
    expect(seconds).toBeGreaterThan(2);
  });

  it('is 1 when its first pull fails', async () => {
    const { code, stdout } = await run(await applied(failsAgain), 'deploy/api', '--wait=30s');
    expect(stdout).toContain('refuses the credential');
    expect(code).toBe(1);
  });

  it('does not wait for one that makes no Pods', async () => {
    const cluster = await start(healthy);
    cluster.put(deployment(2, 0));
    cluster.put(set(1));
    const { code, seconds } = await run(cluster, 'deploy/api', '--wait');
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(5);
  });

  it('is found by its bare name, too', async () => {
    const { code } = await run(await applied(runs), 'api', '--wait=30s');
    expect(code).toBe(0);
  });
});
