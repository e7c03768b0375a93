import type { ObjectRef } from '../model/observed.ts';
import type { ObjectReader, Resource } from './object-reader.ts';
import { controllerOf } from './objects/pod.ts';

/** Controllers that are owned themselves; the owner above them is the one that a user restarts. */
const intermediate: Readonly<Record<string, Resource>> = { ReplicaSet: 'replicasets', Job: 'jobs' };

/** The topmost owner of a Pod, by its controller; the controller itself where the chain cannot be followed. */
export async function topOwner(
  reader: ObjectReader,
  controller: ObjectRef | null,
): Promise<ObjectRef | null> {
  if (controller === null) return null;
  const resource = intermediate[controller.kind];
  if (resource === undefined) return controller;
  const read = await reader.get(resource, controller.namespace ?? null, controller.name);
  return read.status === 'found' ? (controllerOf(read.value) ?? controller) : controller;
}
