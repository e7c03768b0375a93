import { fields, list, timeOrNull } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/**
 * When a top-level field was last written, by managedFields; null where they do not tell. RFC 3339.
 */
export function lastWritten(object: KubeObject, field: string): string | null {
  const times = list(object.metadata['managedFields'])
    .map(fields)
    .filter((entry) => `f:${field}` in fields(entry['fieldsV1']))
    .map((entry) => timeOrNull(entry['time']))
    .filter((time) => time !== null);
  return times.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}
