import type { PodObject, TemplateNow } from '../../model/evidence.ts';
import { count, fields, list, text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader } from '../../objects/object-reader.ts';

/**
 * The template of a Pod's StatefulSet, where it was changed since the Pod was made: a StatefulSet
 * waits for a Pod that never was ready, and leaves it as it is. Null for other Pods, where that may
 * not be read, and where the Pod would be made as it is (`partition`).
 */
export async function templateNow(
  reader: ObjectReader,
  object: KubeObject,
  pod: PodObject,
): Promise<TemplateNow | null> {
  const { controller, namespace } = pod;
  if (controller?.kind !== 'StatefulSet') return null;
  const read = await reader.get('statefulsets', namespace, controller.name);
  if (read.status !== 'found') return null;
  const { spec, status } = read.value as { spec?: unknown; status?: unknown };
  const made = text(fields(object.metadata['labels'])['controller-revision-hash']);
  const current = text(fields(status)['updateRevision']);
  if (made === '' || current === '' || made === current) return null;
  const rolling = fields(fields(fields(spec)['updateStrategy'])['rollingUpdate']);
  if (count(rolling['partition']) > Number(/(?<!\d)\d+$/.exec(pod.name)?.[0] ?? 0)) return null;
  const template = fields(fields(fields(spec)['template'])['spec']);
  const containers = [...list(template['initContainers']), ...list(template['containers'])].map(fields);
  return {
    owner: { kind: 'StatefulSet', namespace, name: controller.name },
    images: Object.fromEntries(containers.map((one) => [text(one['name']), text(one['image'])])),
    imagePullSecrets: list(template['imagePullSecrets']).map((one) => text(fields(one)['name'])),
    serviceAccount: text(template['serviceAccountName']) || 'default',
  };
}
