import { found, type Observed } from '../../model/observed.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader, Resource } from '../../objects/object-reader.ts';
import type { Workload } from './kinds.ts';
import { selectorOf } from './selector.ts';

/**
 * The Pods of a workload's current revision. Older revisions are on their way out, and their images
 * no longer asked for.
 */
export async function workloadPods(
  reader: ObjectReader,
  workload: Workload,
  object: KubeObject,
): Promise<Observed<readonly KubeObject[]>> {
  const namespace = object.metadata.namespace ?? 'default';
  if (workload === 'deployment') return deploymentPods(reader, namespace, object);
  if (workload === 'cronjob') return cronJobPods(reader, namespace, object);
  const pods = await ownedBy(reader, 'pods', namespace, object);
  const revision = text(fields(object['status'])['updateRevision']);
  if (pods.status !== 'found' || revision === '') return pods;
  const current = pods.value.filter((pod) => label(pod, 'controller-revision-hash') === revision);
  return found(current.length === 0 ? pods.value : current);
}

/** Through the newest ReplicaSet; where those may not be read, by the selector alone. */
async function deploymentPods(reader: ObjectReader, namespace: string, deployment: KubeObject) {
  const sets = await replicaSetsOf(reader, deployment);
  const newest =
    sets.status === 'found' ? sets.value.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0] : undefined;
  if (newest !== undefined) return ownedBy(reader, 'pods', namespace, newest);
  return reader.list('pods', { namespace, ...withSelector(deployment) });
}

/** Every revision of a Deployment that is kept. */
export const replicaSetsOf = (reader: ObjectReader, deployment: KubeObject) =>
  ownedBy(reader, 'replicasets', deployment.metadata.namespace ?? 'default', deployment);

/**
 * What makes the Pods of a workload that does not make them itself: the newest ReplicaSet of a
 * Deployment, the newest Job of a CronJob.
 */
export async function makersOf(
  reader: ObjectReader,
  workload: Workload,
  object: KubeObject,
): Promise<readonly KubeObject[]> {
  if (workload === 'deployment') {
    const sets = await replicaSetsOf(reader, object);
    return sets.status === 'found'
      ? sets.value.toSorted((a, b) => revisionOf(b) - revisionOf(a)).slice(0, 1)
      : [];
  }
  if (workload !== 'cronjob') return [];
  const jobs = await ownedBy(reader, 'jobs', object.metadata.namespace ?? 'default', object);
  return jobs.status === 'found' ? jobs.value.toSorted((a, b) => madeAt(b) - madeAt(a)).slice(0, 1) : [];
}

/** Those of the newest Job that the CronJob has made. */
async function cronJobPods(reader: ObjectReader, namespace: string, cronJob: KubeObject) {
  const jobs = await ownedBy(reader, 'jobs', namespace, cronJob);
  if (jobs.status !== 'found') return jobs;
  const newest = jobs.value.toSorted((a, b) => madeAt(b) - madeAt(a))[0];
  return newest === undefined ? found([]) : ownedBy(reader, 'pods', namespace, newest);
}

async function ownedBy(
  reader: ObjectReader,
  resource: Resource,
  namespace: string,
  owner: KubeObject,
): Promise<Observed<readonly KubeObject[]>> {
  const objects = await reader.list(resource, { namespace, ...withSelector(owner) });
  return objects.status === 'found' ? found(objects.value.filter((one) => isOwnedBy(one, owner))) : objects;
}

const withSelector = (owner: KubeObject) => {
  const labelSelector = selectorOf(owner);
  return labelSelector === null ? {} : { labelSelector };
};

const isOwnedBy = (object: KubeObject, owner: KubeObject) =>
  list(object.metadata['ownerReferences'])
    .map(fields)
    .some(
      (reference) =>
        reference['controller'] === true &&
        reference['name'] === owner.metadata.name &&
        (owner.metadata.uid === undefined || reference['uid'] === owner.metadata.uid),
    );

const label = (object: KubeObject, name: string) => text(fields(object.metadata['labels'])[name]);

const revisionOf = (set: KubeObject) =>
  Number(text(fields(set.metadata['annotations'])['deployment.kubernetes.io/revision'])) || 0;

const madeAt = (object: KubeObject) => Date.parse(object.metadata.creationTimestamp ?? '') || 0;
