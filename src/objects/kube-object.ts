import { type Fields, fields, text } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

const texts = ['namespace', 'uid', 'creationTimestamp'];

/**
 * An API object of untrusted JSON, or null for one without a name. What else of its metadata is of
 * another type counts as not there.
 */
export function toKubeObject(object: Fields): KubeObject | null {
  const metadata = fields(object['metadata']);
  const name = text(metadata['name']);
  if (name === '') return null;
  const wrong = texts.filter((key) => metadata[key] !== undefined && typeof metadata[key] !== 'string');
  if (wrong.length === 0) return { ...object, metadata: { ...metadata, name } };
  const sound = Object.entries(metadata).filter(([key]) => !wrong.includes(key));
  return { ...object, metadata: { ...Object.fromEntries(sound), name } };
}
