import { advice, type Fix } from '../../../model/finding.ts';
import type { ObjectRef } from '../../../model/observed.ts';
import { nameFault } from '../../../text/kubernetes-name.ts';
import type { ImageContext } from '../../define-rule.ts';
import { patchable } from './container-fixes.ts';
import { deleteStuckPod, replaceJob, staticPod } from './recreate-fixes.ts';

/**
 * Adds a secret to the list that the Pod is made with, and recreates the Pod. The names that the
 * Pod has already go along: they may come from its ServiceAccount, and a template that lists any
 * secret gets none from there.
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
    return advice(
      `add \`${secret}\` to imagePullSecrets in the Pod template of ${target}, and recreate its Pods`,
    );
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

/**
 * Takes secrets off the list that the Pod is made with; where its ServiceAccount gives them, off
 * that list.
 */
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
    advice(`take ${names} off imagePullSecrets of ${where}${account}, if nothing else of it needs a login`),
  ];
}

const inManifest = (secret: string, { kind, name }: ObjectRef): Fix =>
  advice(`add \`${secret}\` to imagePullSecrets of ${kind} ${name}`);

function afterPatch(kind: string, target: string): string {
  if (kind === 'CronJob') return 'the next Job has it; one that waits keeps its list';
  return kind === 'StatefulSet' ? '' : `${target} replaces its Pods`;
}
