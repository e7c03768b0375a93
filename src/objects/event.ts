import type {
  CoreV1Event,
  CoreV1EventSeries,
  EventsV1Event,
  V1ObjectReference,
} from '@kubernetes/client-node';
import { redactWords } from '../kubelet/redact-words.ts';
import type { PodEvent } from '../model/evidence.ts';
import { count, fields, text, timeOrNull } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/**
 * The object that an event is about: core/v1 says `involvedObject`, events.k8s.io/v1 `regarding`.
 */
export const subject = (event: KubeObject) =>
  fields<V1ObjectReference>(event['involvedObject'] ?? event['regarding']);

/** An event of either API group as a model value. `redact` takes credentials out of its message. */
export function toEvent(object: KubeObject, redact = redactWords): PodEvent {
  const event = fields<CoreV1Event & EventsV1Event>(object);
  const series = fields<CoreV1EventSeries>(event['series']);
  const created = timeOrNull(object.metadata.creationTimestamp);
  const first =
    timeOrNull(event['firstTimestamp']) ??
    timeOrNull(event['deprecatedFirstTimestamp']) ??
    timeOrNull(event['eventTime']) ??
    created;
  return {
    type: text(event['type']),
    reason: text(event['reason']),
    message: redact(text(event['message']) || text(event['note'])),
    container: containerOf(text(subject(object)['fieldPath'])),
    count: count(event['count']) || count(event['deprecatedCount']) || count(series['count']) || 1,
    firstSeen: first,
    lastSeen:
      timeOrNull(event['lastTimestamp']) ??
      timeOrNull(event['deprecatedLastTimestamp']) ??
      timeOrNull(series['lastObservedTime']) ??
      first,
  };
}

/**
 * The container in a field path such as `spec.initContainers{migrate}`; null for one that names
 * none.
 */
const containerOf = (fieldPath: string) => /^spec\.\w+\{(.+)\}$/.exec(fieldPath)?.[1] ?? null;
