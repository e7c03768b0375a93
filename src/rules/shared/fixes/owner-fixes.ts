import type { PodEvidence } from '../../../model/evidence.ts';
import type { Fix } from '../../../model/finding.ts';
import type { ObjectRef } from '../../../model/observed.ts';
import { nameFault } from '../../../text/kubernetes-name.ts';
import type { ImageContext } from '../../define-rule.ts';

type Template = (list: object) => object;

const template: Template = (spec) => ({ spec: { template: { spec } } });
const jobTemplate: Template = (spec) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } });

/** Owners whose Pod template kubectl can patch: strategic merge adds to `imagePullSecrets` by name. A Job's template is immutable. */
const patchable: ReadonlyMap<string, Template> = new Map([
  ['Deployment', template],
  ['StatefulSet', template],
  ['DaemonSet', template],
  ['CronJob', jobTemplate],
]);

/** A StatefulSet does not replace a Pod that never was ready, so that one is deleted instead. */
const restartable = new Set(['Deployment', 'DaemonSet']);

/**
 * Adds a secret to the list that the Pod is made with, and recreates the Pod. The names that the Pod has already go along: they may
 * come from its ServiceAccount, and a template that lists any secret gets none from there.
 */
export function attachSecret(
  pull: Pick<ImageContext, 'evidence' | 'preflight'>,
  secret: string,
): readonly Fix[] {
  const attach = addToList(pull, secret);
  const stuck = !pull.preflight && pull.evidence.owner?.kind === 'StatefulSet';
  return stuck ? [attach, deleteStuckPod(pull)] : [attach];
}

function addToList(pull: Pick<ImageContext, 'evidence' | 'preflight'>, secret: string): Fix {
  const { owner, aboveOwner, pod } = pull.evidence;
  if (pull.preflight) return inManifest(secret, owner ?? { kind: 'Pod', name: pod.name });
  const spec = {
    // what Kubernetes could not store is no Secret
    imagePullSecrets: [...new Set([...pod.imagePullSecrets, secret])]
      .filter((name) => nameFault(name) === null)
      .map((name) => ({ name })),
  };
  if (owner === null) {
    const patch = JSON.stringify({ spec });
    return {
      title: `add \`${secret}\` to the Pod's imagePullSecrets; a Pod's list is fixed, so the Pod is recreated`,
      pipeline: [
        ['kubectl', 'get', 'pod', pod.name, '-n', pod.namespace, '-o', 'json'],
        ['kubectl', 'patch', '--local', '-f', '-', '-p', patch, '-o', 'json'],
        ['kubectl', 'replace', '--force', '-f', '-'],
      ],
      effect: 'deletes',
      after: '',
    };
  }
  if (owner.kind === 'Node') return staticPod(pod.name, owner.name);
  if (owner.kind === 'Job')
    return replaceJob(pull, spec, `add \`${secret}\` to imagePullSecrets of Job ${owner.name}`);
  const wrap = patchable.get(owner.kind);
  // the template of one that is owned itself is not the one to change
  const target = `${owner.kind} ${owner.name}${aboveOwner === undefined ? '' : ', or of what owns it (it could not be read)'}`;
  if (wrap === undefined) {
    return {
      title: `add \`${secret}\` to imagePullSecrets in the Pod template of ${target}, and recreate its Pods`,
      pipeline: [],
      effect: 'none',
      after: '',
    };
  }
  return {
    title: `add \`${secret}\` to imagePullSecrets in the Pod template of ${target}`,
    pipeline: [
      [
        'kubectl',
        'patch',
        owner.kind.toLowerCase(),
        owner.name,
        '-n',
        pod.namespace,
        '-p',
        JSON.stringify(wrap(spec)),
      ],
    ],
    effect: 'changes',
    after: afterPatch(owner.kind, target),
  };
}

/** Takes secrets off the list that the Pod is made with; where its ServiceAccount gives them, off that list. */
export function removeSecret(pull: ImageContext, secrets: readonly string[]): readonly Fix[] {
  const { owner, aboveOwner, pod, serviceAccount } = pull.evidence;
  const names = secrets.map((name) => `\`${name}\``).join(', ');
  const byAccount =
    serviceAccount.status === 'found' &&
    secrets.every((name) => serviceAccount.value.imagePullSecrets.includes(name));
  const where =
    owner === null || aboveOwner !== undefined
      ? `Pod ${pod.name}, and create it again`
      : `the Pod template of ${owner.kind} ${owner.name}`;
  const account = byAccount ? `, or of ServiceAccount ${pod.serviceAccount}, where it comes from there` : '';
  return [
    {
      title: `take ${names} off imagePullSecrets of ${where}${account}, if nothing else of it needs a login`,
      pipeline: [],
      effect: 'none',
      after: '',
    },
  ];
}

/** Kinds whose images `kubectl set image` changes; a Pod's own image is the one thing of it that may change. */
const imageSettable = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'CronJob']);

/** Has the container pull another image. */
export function setImage(pull: ImageContext, image: string, title: string): Fix {
  const { owner, aboveOwner, pod } = pull.evidence;
  const { container, kind } = pull.image;
  const target = owner === null ? { kind: 'Pod', name: pod.name } : owner;
  const settable = owner === null || (imageSettable.has(owner.kind) && aboveOwner === undefined);
  if (pull.preflight || !settable || kind === 'volume' || kind === 'ephemeral')
    return { title: `${title}: ${image}`, pipeline: [], effect: 'none', after: '' };
  return {
    title,
    pipeline: [
      [
        'kubectl',
        'set',
        'image',
        `${target.kind.toLowerCase()}/${target.name}`,
        `${container}=${image}`,
        '-n',
        pod.namespace,
      ],
    ],
    effect: 'changes',
    after: '',
  };
}

const inManifest = (secret: string, { kind, name }: ObjectRef): Fix => ({
  title: `add \`${secret}\` to imagePullSecrets of ${kind} ${name}`,
  pipeline: [],
  effect: 'none',
  after: '',
});

/** Changes the container where its Pods are made; a remark where kubectl cannot, as for a bare Pod, whose containers are fixed. */
export function templatePatch(
  { evidence: { owner, pod }, image, preflight }: ImageContext,
  containers: (name: string) => object,
  title: string,
): Fix {
  const wrap = patchable.get(owner?.kind ?? '');
  if (preflight || owner === null || wrap === undefined || !['container', 'init'].includes(image.kind))
    return { title: `${title}, where the Pod is defined`, pipeline: [], effect: 'none', after: '' };
  const list = image.kind === 'init' ? 'initContainers' : 'containers';
  const patch = JSON.stringify(wrap({ [list]: containers(image.container) }));
  return {
    title,
    pipeline: [['kubectl', 'patch', owner.kind.toLowerCase(), owner.name, '-n', pod.namespace, '-p', patch]],
    effect: 'changes',
    after: '',
  };
}

/** Labels and selector that the Job controller writes into each Job: they are of this one alone. */
const generated = {
  selector: null,
  template: {
    metadata: {
      labels: {
        'controller-uid': null,
        'job-name': null,
        'batch.kubernetes.io/controller-uid': null,
        'batch.kubernetes.io/job-name': null,
      },
    },
  },
};

/** A Job's template is immutable: the Job is deleted and created with `spec` laid over that of its Pods. */
export function replaceJob(
  { evidence: { owner, pod } }: Pick<ImageContext, 'evidence'>,
  spec: object,
  title: string,
): Fix {
  const job = owner?.name ?? '';
  const patch = { spec: { ...generated, template: { ...generated.template, spec } } };
  return {
    title: `${title}; a Job's template cannot be changed, so this replaces the Job`,
    pipeline: [
      ['kubectl', 'get', 'job', job, '-n', pod.namespace, '-o', 'json'],
      ['kubectl', 'patch', '--local', '-f', '-', '-p', JSON.stringify(patch), '-o', 'json'],
      ['kubectl', 'replace', '--force', '-f', '-'],
    ],
    effect: 'deletes',
    after: `Job ${job} starts again from the beginning`,
  };
}

/** A StatefulSet waits for a Pod that never was ready, and replaces it only once it is deleted. */
export const deleteStuckPod = ({ evidence: { pod } }: Pick<ImageContext, 'evidence'>): Fix => ({
  title: `delete Pod ${pod.name}: its StatefulSet waits for it, and makes it again from the template`,
  pipeline: [['kubectl', 'delete', 'pod', pod.name, '-n', pod.namespace]],
  effect: 'deletes',
  after: '',
});

function afterPatch(kind: string, target: string): string {
  if (kind === 'CronJob') return 'the next Job has it; one that waits keeps its list';
  return kind === 'StatefulSet' ? '' : `${target} replaces its Pods`;
}

/** A static Pod is written on its node, and no ServiceAccount gives it secrets. */
const staticPod = (pod: string, node: string): Fix => ({
  title: `change the manifest of static Pod ${pod} on node ${node}, or give the node a credential of its own`,
  pipeline: [],
  effect: 'none',
  after: '',
});

/** Recreates the Pod, so that it takes what its ServiceAccount lists now, or so that the back-off ends. */
export function recreatePod(
  pull: { readonly evidence: Pick<PodEvidence, 'owner' | 'pod'> },
  title: string,
): Fix {
  const { owner, pod } = pull.evidence;
  if (owner === null) {
    return {
      title,
      pipeline: [
        ['kubectl', 'get', 'pod', pod.name, '-n', pod.namespace, '-o', 'json'],
        ['kubectl', 'replace', '--force', '-f', '-'],
      ],
      effect: 'deletes',
      after: '',
    };
  }
  if (restartable.has(owner.kind)) {
    return {
      title,
      pipeline: [
        ['kubectl', 'rollout', 'restart', `${owner.kind.toLowerCase()}/${owner.name}`, '-n', pod.namespace],
      ],
      effect: 'changes',
      after: '',
    };
  }
  const maker = pod.controller ?? owner;
  if (maker.kind === 'Node') return staticPod(pod.name, maker.name);
  return {
    title,
    pipeline: [['kubectl', 'delete', 'pod', pod.name, '-n', pod.namespace]],
    effect: 'deletes',
    after: `${maker.kind} ${maker.name} recreates it${maker.kind === 'Job' ? ', unless that ends its backoffLimit' : ''}`,
  };
}
