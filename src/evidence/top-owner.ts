import type { PodEvidence } from '../model/evidence.ts';
import type { ObjectRef } from '../model/observed.ts';
import type { ObjectReader, Resource } from '../objects/object-reader.ts';
import { controllerOf } from '../objects/pod.ts';

/** Controllers that are owned themselves; the owner above them is the one that a user restarts. */
const intermediate: ReadonlyMap<string, Resource> = new Map(
  Object.entries<Resource>({ ReplicaSet: 'replicasets', Job: 'jobs' }),
);

/** The topmost owner of a Pod, by its controller; the controller itself where the chain cannot be followed, and why it cannot. */
export async function topOwner(
  reader: ObjectReader,
  controller: ObjectRef | null,
): Promise<Pick<PodEvidence, 'owner' | 'aboveOwner'>> {
  const resource = intermediate.get(controller?.kind ?? '');
  if (controller === null || resource === undefined) return { owner: controller };
  const read = await reader.get(resource, controller.namespace ?? null, controller.name);
  if (read.status === 'denied' || read.status === 'failed') return { owner: controller, aboveOwner: read };
  return { owner: (read.status === 'found' ? controllerOf(read.value) : null) ?? controller };
}
