import { advice, type Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { sourceOf } from '../sources.ts';
import { deleteStuckPod, replaceJob } from './recreate-fixes.ts';

/** Owners whose Pod template `kubectl set image` changes. */
const settable = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']);

/**
 * Gives the container another image, where its Pods are made. A Pod's own image may change, too.
 * Without a command where kubectl cannot, and where an owner may itself be another's, who would
 * undo it.
 */
export function setImage(pull: ImageContext, image: string, title: string): Fix {
  const { owner, aboveOwner, pod } = pull.evidence;
  const { container, kind } = pull.image;
  const inTemplate = kind === 'container' || kind === 'init';
  const known =
    owner === null || owner.kind === 'Job' || (settable.has(owner.kind) && aboveOwner === undefined);
  if (pull.preflight || !inTemplate || !known)
    return advice(title.includes(image) ? title : `${title}: ${image}`);
  if (owner?.kind === 'Job') {
    const list = kind === 'init' ? 'initContainers' : 'containers';
    return replaceJob(pull, { [list]: [{ name: container, image }] }, title);
  }
  const target = owner === null ? `pod/${pod.name}` : `${owner.kind.toLowerCase()}/${owner.name}`;
  return {
    title,
    pipeline: [['kubectl', 'set', 'image', target, `${container}=${image}`, '-n', pod.namespace]],
    effect: 'changes',
    after:
      owner?.kind === 'CronJob'
        ? 'the next Job has it; one that waits keeps its image'
        : owner?.kind === 'StatefulSet'
          ? `then ${deleteStuckPod(pull).title}`
          : '',
  };
}

/** Back to the revision before, where one of its Pods still runs. */
export function undoRollout(pull: ImageContext): readonly Fix[] {
  const { owner, pod, neighbours } = pull.evidence;
  if (owner?.kind !== 'Deployment' || pod.controller?.kind !== 'ReplicaSet' || pull.preflight) return [];
  const pods = neighbours?.status === 'found' ? neighbours.value.pods : [];
  const before = pods.find(
    ({ controller, images }) =>
      controller?.kind === 'ReplicaSet' &&
      controller.name !== pod.controller?.name &&
      siblings(owner.name, controller.name, pod.controller?.name ?? '') &&
      images.every((image) => image.state === 'runs'),
  );
  if (before?.controller == null) return [];
  return [
    {
      title: `go back to the revision that runs: Pod ${before.name} of ${sourceOf({ kind: 'ReplicaSet', name: before.controller.name })} has ${before.images.map(({ image }) => image).join(', ')}`,
      pipeline: [['kubectl', 'rollout', 'undo', `deployment/${owner.name}`, '-n', pod.namespace]],
      effect: 'changes',
      after: `Deployment ${owner.name} replaces its Pods`,
    },
  ];
}

/** A Deployment names its ReplicaSets after itself, with a hash of the template behind. */
const siblings = (deployment: string, one: string, other: string) =>
  [one, other].every(
    (name) => name.startsWith(`${deployment}-`) && !name.slice(deployment.length + 1).includes('-'),
  );
