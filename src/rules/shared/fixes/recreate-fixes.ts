import type { PodEvidence } from '../../../model/evidence.ts';
import { advice, type Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';

/** A StatefulSet does not replace a Pod that never was ready, so that one is deleted instead. */
const restartable = new Set(['Deployment', 'DaemonSet']);

/**
 * Recreates the Pod, so that it takes what its ServiceAccount lists now, or so that the back-off
 * ends.
 */
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

/** A static Pod is written on its node, and no ServiceAccount gives it secrets. */
export const staticPod = (pod: string, node: string): Fix =>
  advice(
    `change the manifest of static Pod ${pod} on node ${node}, or give the node a credential of its own`,
  );

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

/**
 * A Job's template is immutable: the Job is deleted and created with `spec` laid over that of its
 * Pods.
 */
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
