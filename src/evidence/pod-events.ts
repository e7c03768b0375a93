import type { PodEvent } from '../model/evidence.ts';
import { mapObserved, type Observed } from '../model/observed.ts';
import { subject, toEvent } from '../objects/event.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';
import { cutWords } from '../text/cut-words.ts';

/** The list that holds the events about one Pod. */
export function eventsQuery({ metadata: { name, namespace = 'default', uid } }: KubeObject) {
  const fieldSelector = [
    'involvedObject.kind=Pod',
    `involvedObject.name=${name}`,
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',');
  return { namespace, fieldSelector };
}

/** The events about one Pod, oldest first, with their words as they are. Those about an earlier Pod of the name are left out. */
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
