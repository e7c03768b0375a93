import { redactWords } from '../kubelet/redact-words.ts';
import type { PodEvent } from '../model/evidence.ts';
import { count, fields, text, textOrNull } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/** The object that an event is about: core/v1 says `involvedObject`, events.k8s.io/v1 `regarding`. */
export const subject = (event: KubeObject) => fields(event['involvedObject'] ?? event['regarding']);

/** An event of either API group as a model value. */
export function toEvent(object: KubeObject): PodEvent {
  const series = fields(object['series']);
  const created = textOrNull(object.metadata.creationTimestamp);
  const first =
    textOrNull(object['firstTimestamp']) ??
    textOrNull(object['deprecatedFirstTimestamp']) ??
    textOrNull(object['eventTime']) ??
    created;
  return {
    type: text(object['type']),
    reason: text(object['reason']),
    message: redactWords(text(object['message']) || text(object['note'])),
    container: containerOf(text(subject(object)['fieldPath'])),
    count: count(object['count']) || count(object['deprecatedCount']) || count(series['count']) || 1,
    firstSeen: first,
    lastSeen:
      textOrNull(object['lastTimestamp']) ??
      textOrNull(object['deprecatedLastTimestamp']) ??
      textOrNull(series['lastObservedTime']) ??
      first,
  };
}

/** The container in a field path such as `spec.initContainers{migrate}`; null for one that names none. */
const containerOf = (fieldPath: string) => /^spec\.\w+\{(.+)\}$/.exec(fieldPath)?.[1] ?? null;
