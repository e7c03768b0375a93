import { fields, list, timeOrNull } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { collectionsIn } from '../collection/format.ts';

const own = ['lastTimestamp', 'eventTime', 'firstTimestamp'];
const inStatus = ['lastTransitionTime', 'lastProbeTime', 'lastHeartbeatTime'];

/**
 * When a recording was made, as far as it tells: what a collected file says, else its newest time
 * stamp. Ages are counted from there, so that a recording gives the same diagnosis on every day.
 * `fallback` (RFC 3339) for objects without any.
 */
export function recordedAt(objects: readonly KubeObject[], fallback: string): string {
  const collected = collectionsIn(objects).map(({ collectedAt }) =>
    Date.parse(timeOrNull(collectedAt) ?? ''),
  );
  if (collected.some(Number.isFinite))
    return new Date(Math.max(...collected.filter(Number.isFinite))).toISOString();
  let newest = Number.NEGATIVE_INFINITY;
  for (const object of objects) {
    const conditions = list(fields(object['status'])['conditions']).map(fields);
    const stamps = [
      timeOrNull(object.metadata.creationTimestamp),
      ...own.map((key) => timeOrNull(object[key])),
      ...conditions.flatMap((condition) => inStatus.map((key) => timeOrNull(condition[key]))),
      ...list(object.metadata['managedFields']).map((entry) => timeOrNull(fields(entry)['time'])),
    ];
    for (const stamp of stamps) {
      const time = stamp === null ? Number.NaN : Date.parse(stamp);
      if (time > newest) newest = time;
    }
  }
  return Number.isFinite(newest) ? new Date(newest).toISOString() : fallback;
}
