import type { PodEvent } from '../model/evidence.ts';
import { mapObserved, type Observed } from '../model/observed.ts';
import { subject, toEvent } from '../objects/event.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';

/** The events about one Pod, oldest first. Those about an earlier Pod of the name are left out. */
export async function podEvents(
  reader: ObjectReader,
  pod: KubeObject,
): Promise<Observed<readonly PodEvent[]>> {
  const { name, namespace = 'default', uid } = pod.metadata;
  const fieldSelector = [
    'involvedObject.kind=Pod',
    `involvedObject.name=${name}`,
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',');
  const events = await reader.list('events', { namespace, fieldSelector });
  return mapObserved(events, (all) => byTime(all.filter((event) => isAbout(event, name, uid)).map(toEvent)));
}

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
