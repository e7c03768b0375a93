import { describe, expect, it } from 'vitest';
import { planVerify, type VerifyWishes } from '../../../src/evidence/verify/plan-verify.ts';
import {
  afterRefusal,
  isLeftover,
  mostImages,
  noSuchProgram,
  verifyPod,
} from '../../../src/evidence/verify/verify-pod.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'shop', name: 'web', uid: 'uid-web', labels: { app: 'web' } },
  spec: {
    nodeName: 'worker-3',
    serviceAccountName: 'robot',
    runtimeClassName: 'gvisor',
    schedulerName: 'own',
    nodeSelector: { disk: 'ssd' },
    imagePullSecrets: [{ name: 'regcred' }],
    tolerations: [],
    priorityClassName: 'high',
    hostNetwork: true,
    initContainers: [{ name: 'setup', image: 'busybox:1' }],
    containers: [
      {
        name: 'app',
        image: 'registry.acme.io/shop/api:1.4',
        command: ['serve'],
        env: [{ name: 'TOKEN', value: 's3cret' }],
        volumeMounts: [{ name: 'data', mountPath: '/data' }],
        resources: { requests: { memory: '64Mi' }, limits: { cpu: '1' }, claims: [{ name: 'gpu' }] },
      },
      { name: 'again', image: 'registry.acme.io/shop/api:1.4' },
    ],
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: 'app', image: { reference: 'registry.acme.io/shop/files:1' } },
    ],
  },
};
const worker: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-3' },
  status: { nodeInfo: { operatingSystem: 'linux' } },
};
const nothing: VerifyWishes = { containers: [], image: null, secrets: [], node: null, timeoutSeconds: 120 };

function planned(wishes: Partial<VerifyWishes> = {}, node: KubeObject | null = worker, of = pod) {
  const subject = { owner: of, namespace: 'shop', template: of };
  const plan = planVerify(subject, { ...nothing, ...wishes }, node, 'pullcheck-verify-1');
  if ('refused' in plan) throw new Error(plan.refused);
  return plan;
}
type Spec = Record<string, unknown> & { containers: Record<string, unknown>[] };
const specOf = (...args: Parameters<typeof planned>) => verifyPod(planned(...args).plan)['spec'] as Spec;

describe('the verify Pod', () => {
  it('goes to the node of the original, whatever keeps Pods from it', () => {
    expect(specOf()).toMatchObject({ nodeName: 'worker-3', tolerations: [{ operator: 'Exists' }] });
    expect(specOf({ node: 'worker-7' })).toMatchObject({ nodeName: 'worker-7' });
  });

  it('has the identity, the secrets and the runtime class of the original', () => {
    expect(specOf()).toMatchObject({
      serviceAccountName: 'robot',
      imagePullSecrets: [{ name: 'regcred' }],
      runtimeClassName: 'gvisor',
    });
  });

  it('lists no secret where the original lists none, so that admission gives it those of the ServiceAccount', () => {
    const bare = { ...pod, spec: { ...(pod['spec'] as object), imagePullSecrets: undefined } };
    expect(Object.keys(specOf({}, worker, bare))).not.toContain('imagePullSecrets');
  });

  it('takes other secrets in place of those', () => {
    expect(specOf({ secrets: ['new', 'other'] })['imagePullSecrets']).toEqual([
      { name: 'new' },
      { name: 'other' },
    ]);
  });

  it('pulls each distinct image once, always, and runs a program that is not there', () => {
    expect(
      specOf().containers.map(({ name, image, imagePullPolicy, command }) => ({
        name,
        image,
        imagePullPolicy,
        command,
      })),
    ).toEqual(
      [
        ['app-v', 'registry.acme.io/shop/files:1'],
        ['setup', 'busybox:1'],
        ['app', 'registry.acme.io/shop/api:1.4'],
      ].map(([name, image]) => ({ name, image, imagePullPolicy: 'Always', command: [noSuchProgram] })),
    );
  });

  it('meets the Pod security standard "restricted"', () => {
    const spec = specOf();
    expect(spec['securityContext']).toEqual({
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of spec.containers)
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  it('takes nothing else over: no label, environment, volume, claim or host access', () => {
    const made = verifyPod(planned().plan);
    const text = JSON.stringify(made);
    for (const word of [
      '"app":"web"',
      's3cret',
      'hostNetwork',
      'volumes',
      'volumeMounts',
      'priorityClassName',
      'nodeSelector',
      'claims',
    ])
      expect(text).not.toContain(word);
    expect(made.metadata['labels']).toEqual({
      'app.kubernetes.io/managed-by': 'kubectl-pullcheck',
      'sidecar.istio.io/inject': 'false',
    });
  });

  it('belongs to the original, which does not control it, and ends by itself', () => {
    const made = verifyPod(planned().plan);
    expect(made.metadata['ownerReferences']).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'web',
        uid: 'uid-web',
        controller: false,
        blockOwnerDeletion: false,
      },
    ]);
    expect(made['spec']).toMatchObject({
      activeDeadlineSeconds: 150,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
  });

  it('leaves the node of a virtual node to the scheduler, which chooses as for the original', () => {
    const labels = { 'eks.amazonaws.com/compute-type': 'fargate' };
    const fargate = { ...worker, metadata: { name: 'worker-3', labels } };
    const { plan, virtual } = planned({}, fargate);
    expect(virtual).toBe(true);
    expect(verifyPod(plan)['spec']).toMatchObject({ schedulerName: 'own', nodeSelector: { disk: 'ssd' } });
    expect(Object.keys(verifyPod(plan)['spec'] as object)).not.toContain('nodeName');
    const tainted = { ...worker, spec: { taints: [{ key: 'virtual-kubelet.io/provider' }] } };
    expect(planned({}, tainted).virtual).toBe(true);
    expect(planned().virtual).toBe(false);
  });

  it('is a Windows Pod on a Windows node', () => {
    const windows = { ...worker, status: { nodeInfo: { operatingSystem: 'windows' } } };
    const spec = specOf({}, windows);
    expect(spec).toMatchObject({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true } });
    expect(JSON.stringify(spec)).not.toMatch(/seccomp|capabilities|runAsUser/);
  });
});

describe('the plan', () => {
  const refusal = (wishes: Partial<VerifyWishes>, of = pod) => {
    const subject = { owner: of, namespace: 'shop', template: of };
    const plan = planVerify(subject, { ...nothing, ...wishes }, worker, 'x');
    return 'refused' in plan ? plan.refused : null;
  };

  it('takes the containers that were named', () => {
    expect(specOf({ containers: ['setup'] }).containers.map(({ name }) => name)).toEqual(['setup']);
    expect(refusal({ containers: ['apps'] })).toMatch(/^there is no container apps; the Pod has .*app/);
  });

  it('takes one other image in place of those', () => {
    expect(specOf({ containers: ['app'], image: 'nginx:1' }).containers).toMatchObject([
      { name: 'app', image: 'nginx:1' },
    ]);
    expect(specOf({ image: 'nginx:1' }).containers).toHaveLength(1);
  });

  it(`refuses more than ${mostImages} images`, () => {
    const containers = Array.from({ length: mostImages + 1 }, (_, index) => ({
      name: `c${index}`,
      image: `i:${index}`,
    }));
    expect(refusal({}, { ...pod, spec: { containers } })).toMatch(/11 images.*-c/);
    expect(refusal({ containers: ['c1'] }, { ...pod, spec: { containers } })).toBeNull();
  });
});

describe('after a refusal', () => {
  const { plan } = planned();
  it.each([
    'pods "x" is forbidden: [minimum memory usage per Container is 64Mi, but request is 8Mi]',
    'pods "x" is forbidden: maximum cpu usage per Pod is 1m, but limit is 2',
    'pods "x" is forbidden: cpu max limit to request ratio per Container is 4, but provided ratio is 500.000000',
    'pods "x" is forbidden: failed quota: compute: must specify limits.cpu,limits.memory',
  ])('takes the resources of the original: %s', (message) => {
    const again = afterRefusal(plan, message);
    expect(again).toMatchObject({ originalResources: true });
    if (again === null) throw new Error('no second try');
    const { containers } = verifyPod(again)['spec'] as Spec;
    expect(containers.find(({ name }) => name === 'app')?.['resources']).toEqual({
      requests: { memory: '64Mi' },
      limits: { cpu: '1' },
    });
    expect(afterRefusal(again, message)).toBeNull();
  });

  it('leaves the user to OpenShift', () => {
    const again = afterRefusal(
      plan,
      'pods "x" is forbidden: unable to validate against any security context constraint: [...]',
    );
    expect(again && verifyPod(again)['spec']).toMatchObject({ securityContext: { runAsNonRoot: true } });
    expect(JSON.stringify(again && verifyPod(again))).not.toContain('runAsUser');
  });

  it.each([
    'pods "x" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0',
    'admission webhook "validate.kyverno.svc" denied the request: label team is required',
    'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
  ])('gives up: %s', (message) => expect(afterRefusal(plan, message)).toBeNull());
});

describe('a leftover', () => {
  const created = '2026-03-05T12:00:00Z';
  const made = verifyPod(planned().plan);
  const left: KubeObject = { ...made, metadata: { ...made.metadata, creationTimestamp: created } };
  const later = (seconds: number) => Date.parse(created) + seconds * 1000;

  it('is one of ours that is past its deadline', () => {
    expect(isLeftover(left, later(151))).toBe(true);
    expect(isLeftover(left, later(149))).toBe(false);
  });

  it('is none of another name, label, program or without a deadline', () => {
    const spec = left['spec'] as Spec;
    for (const other of [
      { ...left, metadata: { ...left.metadata, name: 'web' } },
      { ...left, metadata: { ...left.metadata, labels: {} } },
      { ...left, spec: { ...spec, containers: [{ name: 'app', command: ['serve'] }] } },
      { ...left, spec: { ...spec, activeDeadlineSeconds: undefined } },
    ])
      expect(isLeftover(other, later(1e6))).toBe(false);
  });
});
