import type { NodePlatform, PodEvent, PodEvidence } from '../model/evidence.ts';
import { mapObserved, type ObjectRef, type Observed } from '../model/observed.ts';
import { subject, toEvent } from '../objects/event.ts';
import { fields } from '../objects/fields.ts';
import { toNode } from '../objects/node.ts';
import type { KubeObject, ObjectReader, Resource } from '../objects/object-reader.ts';
import { controllerOf } from '../objects/pod.ts';
import { cutWords } from '../text/cut-words.ts';

/** Controllers that are owned themselves; the owner above them is the one that a user restarts. */
const intermediate: ReadonlyMap<string, Resource> = new Map(
  Object.entries<Resource>({ ReplicaSet: 'replicasets', Job: 'jobs' }),
);

/**
 * The topmost owner of a Pod, by its controller; the controller itself where the chain cannot be
 * followed, and why it cannot.
 */
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

/** The nodes that take Pods (not cordoned) with their platforms; one page of them. */
export async function nodePlatforms(reader: ObjectReader): Promise<Observed<readonly NodePlatform[]>> {
  const nodes = await reader.list('nodes', { namespace: null, firstPage: true });
  return mapObserved(nodes, (all) =>
    all
      .filter((node) => fields(node['spec'])['unschedulable'] !== true)
      .map(toNode)
      .map(({ name, os, architecture }) => ({ name, os, architecture })),
  );
}

/** The list that holds the events about one Pod. */
export function eventsQuery({ metadata: { name, namespace = 'default', uid } }: KubeObject) {
  const fieldSelector = [
    'involvedObject.kind=Pod',
    `involvedObject.name=${name}`,
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',');
  return { namespace, fieldSelector };
}

/**
 * The events about one Pod, oldest first, with their words as they are. Those about an earlier Pod
 * of the name are left out.
 */
export async function podEvents(
  reader: ObjectReader,
  pod: KubeObject,
): Promise<Observed<readonly PodEvent[]>> {
  const events = await reader.list('events', eventsQuery(pod));
  return mapObserved(events, (all) => eventsOf(pod, all));
}

/** The events about one Pod among these, oldest first. */
export const eventsOf = ({ metadata: { name, uid } }: KubeObject, events: readonly KubeObject[]) =>
  byTime(events.filter((event) => isAbout(event, name, uid)).map((event) => toEvent(event, cutWords)));

const isAbout = (event: KubeObject, name: string, uid: string | undefined) => {
  const about = subject(event);
  const sameUid = uid === undefined || about['uid'] === undefined || about['uid'] === uid;
  return about['kind'] === 'Pod' && about['name'] === name && sameUid;
};

/** The order in which one attempt's events happen; their times have whole seconds and often tie. */
const steps = ['Pulling', 'Failed', 'BackOff', 'Pulled'];

const byTime = (events: readonly PodEvent[]) =>
  events.toSorted(
    (a, b) =>
      (Date.parse(a.lastSeen ?? '') || 0) - (Date.parse(b.lastSeen ?? '') || 0) ||
      steps.indexOf(a.reason) - steps.indexOf(b.reason),
  );
