import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../src/model/verify-report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { statusOf } from '../support/api-objects.ts';
import { kubeconfigFor } from '../support/fault-run.ts';
import { servedObjects } from '../support/fault-scenes.ts';
import {
  digest,
  failsAll,
  type LivingCluster,
  type LivingOptions,
  type LivingRequest,
  pullsAll,
  putEvent,
  putStatus,
  startLiving,
} from '../support/living-cluster.ts';
import { login, pullSecret } from '../support/objects.ts';
import { expectValid } from '../support/report-schema.ts';
import { root, runProgram } from '../support/run-program.ts';
import { namespace, podName, type Scene } from '../support/scene.ts';

const image = 'registry.acme.io/shop/api:1.4';
const words = `failed to resolve reference "${image}": pulling from host registry.acme.io failed with status code [manifests 1.4]: 401 Unauthorized`;
const scene: Scene = {
  says: words,
  secrets: { regcred: pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') }) },
};

const notFound = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;

const clusters: LivingCluster[] = [];
afterEach(() => {
  for (const cluster of clusters.splice(0)) cluster.close();
});

async function start(options: LivingOptions = {}, of: Scene = scene): Promise<LivingCluster> {
  const cluster = await startLiving(servedObjects(of), { kubelet: pullsAll, ...options });
  clusters.push(cluster);
  return cluster;
}

const run = (cluster: LivingCluster, ...args: readonly string[]) =>
  runProgram(['verify', ...(args[0]?.startsWith('-') === false ? [] : ['pod', 'web']), ...args], {
    env: { KUBECONFIG: kubeconfigFor(cluster.url) },
  });
const json = async (cluster: LivingCluster, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(cluster, ...args, '-o', 'json');
  const report = JSON.parse(stdout) as VerifyReport;
  expectValid('VerifyReport', report);
  return { code, stderr, report, verify: report.verify };
};

/** The verify Pods that are still there. */
const left = (cluster: LivingCluster) =>
  cluster
    .objects()
    .filter(({ metadata }) => metadata.name.startsWith('pullcheck-verify-') && !metadata.name.includes('.'));
const writes = ({ asked }: LivingCluster) => asked.filter((one) => /^(POST|DELETE|PUT|PATCH)/.test(one));

const refuse = (response: LivingRequest['response'], code: number, reason: string, message: string) => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(statusOf(code, reason, message)));
  return true;
};

describe('a pull that passes', () => {
  it('is said with its digest, and the Pod is gone', async () => {
    const cluster = await start();
    const { code, stdout, stderr } = await run(cluster);
    expect(stdout).toMatch(/^pod\/web in shop: pulled on node worker-3 after \d+\.\ds\n/);
    expect(stdout).toContain(`✓ app  ${image}  pulled in 1.5s, 6 kB, ${digest}`);
    expect(stdout).toContain('with pull secret regcred');
    expect(stderr).toMatch(
      /^creating Pod shop\/pullcheck-verify-\w+ on node worker-3: it downloads \S+ as any pull does, runs nothing of it, and is deleted afterwards\n$/,
    );
    expect([code, left(cluster)]).toEqual([0, []]);
    expect(writes(cluster)).toEqual(['POST pods', expect.stringMatching(/^DELETE pods\/pullcheck-verify-/)]);
  });

  it('is a document of the schema, with what makes the failing Pod try again', async () => {
    const { code, report, verify } = await json(
      await start({}, { ...scene, owner: 'Deployment' }),
      'pod',
      'web-x7k2p',
    );
    expect(verify).toMatchObject({
      target: { kind: 'Pod', namespace, name: 'web-x7k2p' },
      ...{ node: 'worker-3', secrets: ['regcred'], outcome: 'pulled', cleanup: 'deleted', notes: [] },
      images: [{ container: 'app', image, result: 'pulled', digest, pullSeconds: 1.5, bytes: 5120 }],
      next: [{ command: 'kubectl rollout restart deployment/web -n shop' }],
    });
    expect(report.report).toMatchObject({ summary: { failing: 0 }, pods: [{ name: 'web-x7k2p' }] });
    expect(code).toBe(0);
  });

  it('with another secret says to list it', async () => {
    const { verify } = await json(
      await start(
        {},
        {
          ...scene,
          secrets: { ...scene.secrets, fresh: scene.secrets?.['regcred'] ?? pullSecret({}) },
          list: ['regcred'],
          owner: 'Deployment',
        },
      ),
      ...['pod', 'web-x7k2p', '--secret', 'fresh'],
    );
    expect(verify.secrets).toEqual(['fresh']);
    expect(verify.next[0]?.command).toMatch(/^kubectl patch deployment web .*regcred.*fresh/);
  });

  it('of a Pod that runs has nothing to do next', async () => {
    const { says: _, ...healthy } = scene;
    const { verify } = await json(await start({}, healthy));
    expect(verify.next).toEqual([]);
  });

  it('is proven by the event alone, where the status never comes', async () => {
    const cluster = await start({
      kubelet: (pod, at) => putEvent(at, pod, 'app', 'Pulled', `Successfully pulled image "${image}" in 1s`),
    });
    const { code, verify } = await json(cluster, '--timeout', '2s');
    expect([code, verify.images[0]?.digest]).toEqual([0, null]);
  });

  it('waits for the digest as long as the status is behind, as of a kubelet that has much to tell', async () => {
    const cluster = await start({
      kubelet: (pod, at) => {
        putEvent(at, pod, 'app', 'Pulled', `Successfully pulled image "${image}" in 1s`);
        setTimeout(() => {
          putStatus(at, pod, {
            states: { app: { terminated: { reason: 'StartError' } } },
            imageIDs: { app: `${image}@${digest}` },
          });
        }, 9000);
      },
    });
    const { code, verify } = await json(cluster);
    expect([code, verify.images[0]?.digest]).toEqual([0, digest]);
  });
});

describe('a pull that fails', () => {
  it('is diagnosed afresh, as the target', async () => {
    const cluster = await start({ kubelet: failsAll(words) });
    const { code, stdout } = await run(cluster);
    expect(stdout).toMatch(/^pod\/web in shop: the pull fails on node worker-3/);
    expect(stdout).toContain('credential-rejected');
    expect(stdout).not.toContain('pod/pullcheck-verify');
    expect([code, left(cluster)]).toEqual([1, []]);
  });

  it('is a document of the schema; --exit-zero makes the code 0', async () => {
    const cluster = await start({ kubelet: failsAll(notFound) });
    const { code, report, verify } = await json(cluster, '--exit-zero');
    expect(verify).toMatchObject({ outcome: 'failed', images: [{ result: 'failed' }] });
    expect(report.report.pods).toMatchObject([{ name: 'web', images: [{ cause: 'image-not-found' }] }]);
    expect(code).toBe(0);
  });

  it('is told beside one that passes', async () => {
    const cluster = await start(
      {
        kubelet: (pod, at) => {
          putEvent(at, pod, 'app', 'Failed', `Failed to pull image "${image}": ${words}`);
          putStatus(at, pod, {
            states: {
              app: { waiting: { reason: 'ErrImagePull', message: words } },
              proxy: { terminated: { reason: 'StartError' } },
            },
            imageIDs: { proxy: `busybox@${digest}` },
          });
        },
      },
      { ...scene, beside: { proxy: 'busybox:1' } },
    );
    const { code, stdout } = await run(cluster);
    expect(stdout).toContain(`✗ app  ${image}  not pulled`);
    expect(stdout).toContain('✓ proxy  busybox:1  pulled');
    expect(code).toBe(1);
  });

  it.each(['text', 'yaml', 'markdown', 'junit', 'github', 'name'])('has the form %s', async (form) => {
    const failing = await run(await start({ kubelet: failsAll(words) }), '-o', form);
    const passing = await run(await start(), '-o', form);
    expect([failing.code, passing.code]).toEqual([1, 0]);
    expect(failing.stdout).toContain(form === 'name' ? 'pod/web' : 'refuses the credential in pull secret');
    expect(passing.stdout).not.toContain('refuses the credential');
    expect(`${failing.stdout}${passing.stdout}`).not.toContain('c0rrect-horse');
  });
});

describe('a pull that could not be tried', () => {
  it.each([
    [
      'pods "x" is forbidden: exceeded quota: none, requested: pods=1',
      403,
      'Forbidden',
      /^error: could not try the pull: the verify Pod was refused: .*exceeded quota: none/m,
    ],
    [
      'admission webhook "validate.kyverno.svc" denied the request: label team is required',
      400,
      'BadRequest',
      /label team is required/,
    ],
    [
      'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "shop"',
      403,
      'Forbidden',
      /^error: .*forbidden to you \(see: kubectl auth can-i create pods -n shop\)$/m,
    ],
    ['namespaces "shop" not found', 404, 'NotFound', /namespaces "shop" not found/],
  ] as const)('%s', async (message, code, reason, says) => {
    const cluster = await start({
      fault: ({ method, response }) => method === 'POST' && refuse(response, code, reason, message),
    });
    const { code: exit, stdout, stderr } = await run(cluster);
    expect(stderr).toMatch(says);
    expect([exit, stdout]).toEqual([3, '']);
    expect(writes(cluster)).toEqual(['POST pods']);
  });

  it('is tried once more with the resources that a LimitRange wants', async () => {
    const bodies: object[] = [];
    const cluster = await start({
      fault: ({ method, body, response }) =>
        method === 'POST' &&
        bodies.push(body) === 1 &&
        refuse(
          response,
          403,
          'Forbidden',
          'pods "x" is forbidden: minimum memory usage per Container is 64Mi, but request is 8Mi',
        ),
    });
    const { code, verify } = await json(cluster);
    expect([code, bodies.length]).toEqual([0, 2]);
    expect(JSON.stringify(bodies[1])).not.toContain('8Mi');
    expect(verify.notes).toHaveLength(1);
  });

  it('a Pod whose kubelet never begins', async () => {
    const cluster = await start({
      kubelet: (pod, at) => putEvent(at, pod, null, 'FailedCreatePodSandBox', 'no CNI'),
    });
    const { code, stdout, stderr } = await run(cluster, '--timeout', '1s');
    expect(stderr).toMatch(/error: could not try the pull: the kubelet of worker-3 did not begin within 1s/);
    expect([code, stdout, left(cluster)]).toEqual([3, '', []]);
  });

  it('a Pod that the kubelet refuses', async () => {
    const cluster = await start({
      kubelet: (pod, at) =>
        at.put({ ...pod, status: { phase: 'Failed', reason: 'OutOfpods', message: 'Node has no room' } }),
    });
    const { code, stderr } = await run(cluster);
    expect(stderr).toContain('OutOfpods: Node has no room');
    expect([code, left(cluster)]).toEqual([3, []]);
  });

  it('a Pod that goes with its owner', async () => {
    const cluster = await start({ kubelet: (pod, at) => at.drop('Pod', pod.metadata.name) });
    const { code, stderr } = await run(cluster);
    expect(stderr).toContain('the verify Pod was deleted');
    expect([code, left(cluster)]).toEqual([3, []]);
  });

  it('a policy that an admission changed proves nothing', async () => {
    const cluster = await start({
      fault: ({ method, body, response }, at) => {
        if (method !== 'POST') return false;
        const spec = body['spec'] as { containers: object[] };
        const pod = {
          ...body,
          metadata: { ...(body['metadata'] as KubeObject['metadata']), uid: 'u' },
          spec: {
            ...spec,
            containers: spec.containers.map((one) => ({ ...one, imagePullPolicy: 'IfNotPresent' })),
          },
        };
        at.put(pod);
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify(pod));
        return true;
      },
    });
    const { code, stderr } = await run(cluster);
    expect(stderr).toContain('changed imagePullPolicy');
    expect([code, left(cluster)]).toEqual([3, []]);
  });

  it.each([
    [['pod', 'nope'], /Pod nope does not exist in namespace shop/],
    [['pod', 'web', '--secret', 'gone'], /Secret gone does not exist in namespace shop/],
    [['pod', 'web', '--node', 'gone'], /Node gone does not exist/],
    [['pod', 'web', '-c', 'gone'], /there is no container gone; the Pod has app/],
  ] as const)('%j', async (args, says) => {
    const cluster = await start();
    const { code, stdout, stderr } = await run(cluster, ...args);
    expect(stderr).toMatch(says);
    expect([code, stdout, writes(cluster)]).toEqual([3, '', []]);
  });
});

it('not pulled in time is exit 1', async () => {
  const cluster = await start({
    kubelet: (pod, at) => putEvent(at, pod, 'app', 'Pulling', `Pulling image "${image}"`),
  });
  const { code, verify } = await json(cluster, '--timeout', '1s');
  expect(verify).toMatchObject({ outcome: 'timed-out', images: [{ result: 'pulling' }] });
  expect([code, left(cluster)]).toEqual([1, []]);
});

describe('what a network does', () => {
  it('an answer to the creation that is lost: the Pod is found by its name', async () => {
    let lost = false;
    const cluster = await start({
      fault: ({ method, request, body }, at) => {
        if (method !== 'POST' || lost) return false;
        lost = true;
        const pod = { ...body, metadata: { ...(body['metadata'] as KubeObject['metadata']), uid: 'u' } };
        at.put(pod);
        pullsAll(pod, at);
        request.socket.destroy();
        return true;
      },
    });
    const { code } = await run(cluster);
    expect([code, left(cluster)]).toEqual([0, []]);
    expect(writes(cluster).filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('an API server that restarts while the image is pulled', async () => {
    const cluster = await start({
      kubelet: (pod, at) => {
        putEvent(at, pod, 'app', 'Pulling', `Pulling image "${image}"`);
        setTimeout(async () => {
          const back = at.restart(800);
          pullsAll(pod, at);
          await back;
        }, 300);
      },
    });
    const { code } = await run(cluster);
    expect([code, left(cluster)]).toEqual([0, []]);
  });

  it('a deletion that fails at first', async () => {
    let times = 2;
    const cluster = await start({
      fault: ({ method, response }) =>
        method === 'DELETE' && times-- > 0 && refuse(response, 503, 'ServiceUnavailable', 'no'),
    });
    const { code } = await run(cluster);
    expect([code, left(cluster)]).toEqual([0, []]);
  });

  it('a deletion that is forbidden: the command to do it', async () => {
    const cluster = await start({
      fault: ({ method, response }) =>
        method === 'DELETE' && refuse(response, 403, 'Forbidden', 'pods "x" is forbidden'),
    });
    const { code, stderr, verify } = await json(cluster);
    expect(stderr).toMatch(
      /could not be deleted: .*this removes it: kubectl delete pod pullcheck-verify-\w+ -n shop$/m,
    );
    expect([code, verify.cleanup]).toEqual([0, 'left']);
  });

  it.each([
    { name: '--server=https://evil.example' },
    { name: 'payments-0' },
    { namespace: '--all-namespaces' },
  ])(
    'an answer with another Pod, %j: that one is not touched, and no word of it is in a command',
    async (other) => {
      const cluster = await start({
        fault: ({ method, response }) => {
          if (method !== 'POST') return false;
          response.writeHead(201, { 'content-type': 'application/json' });
          const metadata = { name: 'pullcheck-verify-0000000000', namespace, uid: 'u-9', ...other };
          response.end(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: {}, status: {} }));
          return true;
        },
      });
      const { code, stderr } = await run(cluster);
      expect(stderr).toContain('could not try the pull: the API server answers with another Pod');
      expect(stderr).toMatch(/this removes it: kubectl delete pod pullcheck-verify-\w+ -n shop$/m);
      expect([code, writes(cluster)]).toEqual([3, ['POST pods']]);
    },
  );

  it('a Pod of its name that is another one is let be', async () => {
    const cluster = await start({
      kubelet: (pod, at) => {
        at.drop('Pod', pod.metadata.name);
        at.put({ ...pod, metadata: { ...pod.metadata, uid: 'another' } });
      },
    });
    const { code } = await run(cluster);
    expect(code).toBe(3);
    expect(left(cluster).map(({ metadata }) => metadata.uid)).toEqual(['another']);
  });
});

describe('what the user asks for', () => {
  it('--keep leaves the Pod', async () => {
    const cluster = await start();
    const { verify } = await json(cluster, '--keep');
    expect([verify.cleanup, left(cluster).length]).toEqual(['kept', 1]);
  });

  it('--dry-run=client writes nothing and prints the Pod', async () => {
    const cluster = await start();
    const { code, stdout, stderr } = await run(cluster, '--dry-run=client');
    expect(stdout).toMatch(/^apiVersion: v1\nkind: Pod\n/);
    expect([code, stderr, writes(cluster)]).toEqual([0, '', []]);
  });

  it('--dry-run=server asks the API server', async () => {
    const cluster = await start();
    const { stdout } = await run(cluster, '--dry-run=server', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'Pod', metadata: { uid: expect.any(String) } });
    expect([writes(cluster), left(cluster)]).toEqual([['POST pods'], []]);
  });

  it('a workload is verified by one of its Pods, or by its template', async () => {
    const template = {
      spec: { containers: [{ name: 'app', image }], imagePullSecrets: [{ name: 'regcred' }] },
    };
    const idle = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name: 'idle', uid: 'uid-idle' },
      spec: { replicas: 0, selector: { matchLabels: { app: 'idle' } }, template },
    };
    const cluster = await start({ kubelet: pullsAll });
    cluster.put(idle);
    cluster.put({
      ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      metadata: {
        ...{ namespace, name: 'idle-1', uid: 'uid-idle-1' },
        ownerReferences: [{ kind: 'Deployment', name: 'idle', uid: 'uid-idle', controller: true }],
      },
    });
    const { code, verify } = await json(cluster, 'deploy/idle');
    expect(code).toBe(0);
    expect(verify).toMatchObject({
      target: { kind: 'Deployment', name: 'idle' },
      outcome: 'pulled',
      secrets: ['regcred'],
    });
  });

  it.each([
    ['verify', 'pod'],
    ['verify', 'pod', 'a', 'b'],
    ['verify', 'image', 'nginx'],
    ['verify', 'pod', 'web', '--timeout', 'soon'],
    ['verify', 'pod', 'web', '--timeout', '0'],
    ['verify', 'pod', 'web', '--from', 'x.yaml'],
  ])('%s %s %s %s %s is a usage error', async (...args) => {
    const { code, stdout } = await runProgram(args.filter((word) => word !== undefined));
    expect([code, stdout]).toEqual([2, '']);
  });

  it('what a killed run left is removed first', async () => {
    const cluster = await start();
    const old = await start({ kubelet: () => {} });
    await run(old, '--timeout', '1s', '--keep');
    await run(old, '--dry-run=client');
    const { stdout } = await run(cluster, '--dry-run=client', '-o', 'json');
    const pod = JSON.parse(stdout) as KubeObject;
    const created = (creationTimestamp: string, name: string) => ({
      ...pod,
      metadata: { ...pod.metadata, name, uid: name, creationTimestamp },
    });
    cluster.put(created('2026-01-01T00:00:00Z', 'pullcheck-verify-old'));
    cluster.put(created(new Date().toISOString(), 'pullcheck-verify-running'));
    const { code } = await run(cluster);
    expect(code).toBe(0);
    expect(left(cluster).map(({ metadata }) => metadata.name)).toEqual(['pullcheck-verify-running']);
  });
});

describe('a signal', () => {
  /** Starts the program and gives it signals once the Pod is there. */
  async function interrupted(cluster: LivingCluster, ...signals: readonly NodeJS.Signals[]) {
    const child = spawn(join(root, 'bin/kubectl-pullcheck'), ['verify', 'pod', podName(scene)], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        KUBECONFIG: kubeconfigFor(cluster.url),
      },
    });
    let stderr = '';
    let stdout = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (left(cluster).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const signal of signals) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill(signal);
    }
    return { code: await ended, stdout, stderr };
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s deletes the Pod', async (signal, exit) => {
    const cluster = await start({ kubelet: () => {} });
    const { code, stdout } = await interrupted(cluster, signal);
    expect([code, stdout, left(cluster)]).toEqual([exit, '', []]);
  });

  it('a second one ends at once with the command that deletes it', async () => {
    const cluster = await start({ kubelet: () => {}, fault: ({ method }) => method === 'DELETE' });
    const { code, stderr } = await interrupted(cluster, 'SIGINT', 'SIGINT');
    expect(stderr).toMatch(
      /Pod shop\/pullcheck-verify-\w+ may be left: kubectl delete pod pullcheck-verify-\w+ -n shop\n$/,
    );
    expect(code).toBe(130);
  });
});
