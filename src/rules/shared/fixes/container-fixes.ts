import { advice, type Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { deleteStuckPod, replaceJob } from './recreate-fixes.ts';

type Template = (list: object) => object;

const template: Template = (spec) => ({ spec: { template: { spec } } });
const jobTemplate: Template = (spec) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } });

/**
 * Owners whose Pod template kubectl can patch: strategic merge adds to `imagePullSecrets` by name.
 * A Job's template is immutable.
 */
export const patchable: ReadonlyMap<string, Template> = new Map([
  ['Deployment', template],
  ['StatefulSet', template],
  ['DaemonSet', template],
  ['CronJob', jobTemplate],
]);

/**
 * Changes the container where its Pods are made; a remark where kubectl cannot, as for a bare Pod,
 * whose containers are fixed.
 */
export function templatePatch(
  { evidence, image, preflight }: ImageContext,
  containers: (name: string) => object,
  title: string,
): Fix {
  const { owner, pod } = evidence;
  const wrap = patchable.get(owner?.kind ?? '');
  const list = image.kind === 'init' ? 'initContainers' : 'containers';
  const inTemplate = !preflight && ['container', 'init'].includes(image.kind);
  if (inTemplate && owner?.kind === 'Job')
    return replaceJob({ evidence }, { [list]: containers(image.container) }, title);
  if (!inTemplate || owner === null || wrap === undefined)
    return advice(`${title}, where the Pod is defined`);
  const patch = JSON.stringify(wrap({ [list]: containers(image.container) }));
  return {
    title,
    pipeline: [['kubectl', 'patch', owner.kind.toLowerCase(), owner.name, '-n', pod.namespace, '-p', patch]],
    effect: 'changes',
    after: owner.kind === 'StatefulSet' ? `then ${deleteStuckPod({ evidence }).title}` : '',
  };
}
