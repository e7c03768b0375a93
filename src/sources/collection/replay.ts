import { denied, failed, found, type Observed } from '../../model/observed.ts';
import { giveReading } from '../../objects/attached-reading.ts';
import { fields, text } from '../../objects/fields.ts';
import type { KubeObject, ListQuery, ObjectReader } from '../../objects/object-reader.ts';
import { InputError } from '../files/input-limits.ts';
import { type Held, isIn, select } from '../files/select.ts';
import { parseReading, readingAnnotation } from './collected-reading.ts';
import { askedForList, type Collection, placeOf, questionOf, type RecordedRead } from './format.ts';

/**
 * Answers as the source of a collected file did: what was denied there is denied here. What was not
 * asked there is unknown. A scan sees the Pods that were collected, not their neighbours.
 */
export function collectedReader(collections: readonly Collection[], held: Held): ObjectReader {
  const reads = new Map(
    collections.flatMap((collection) => collection.reads).map((read) => [questionOf(read), read]),
  );
  const targets = new Set(collections.flatMap((collection) => collection.pods));
  const secrets = held('secrets').map(withReading);
  const of: Held = (resource) => (resource === 'secrets' ? secrets : held(resource));

  const answered = (asked: RecordedRead): Observed<never> | null => {
    const read = reads.get(questionOf(asked));
    if (read === undefined) return failed('the file was collected without asking for it', 'collect again');
    if (read.status === 'failed')
      return failed(read.problem, ...(read.remedy === undefined ? [] : [read.remedy]));
    if (read.status === 'denied') return denied(read.need, text(read.reason));
    return read.status === 'absent' ? { status: 'absent' } : null;
  };

  const list: ObjectReader['list'] = async (resource, query) => {
    const asked = askedForList(resource, query);
    const selected = select(of(resource), query);
    if (isSearch(query) && of(resource).length > 0 && !reads.has(questionOf(asked))) return selected;
    const unanswered = answered(asked);
    if (unanswered !== null || selected.status !== 'found') return unanswered ?? selected;
    const read = reads.get(questionOf(asked));
    const holds = read?.status === 'found' ? read.holds : undefined;
    if (holds === undefined || query.firstPage !== true) return selected;
    const places = new Map(selected.value.map((object) => [placeOf(object), object]));
    return found(holds.flatMap((place) => places.get(place) ?? []));
  };

  return {
    async get(resource, namespace, name) {
      const asked = { resource, namespace, name };
      const object = of(resource).find((one) => isIn(namespace, one) && one.metadata.name === name);
      // what may be listed may still not be read by name
      return object === undefined || reads.has(questionOf(asked))
        ? (answered(asked) ?? failed('the file was cut'))
        : found(object);
    },
    list,
    async *pages(resource, query) {
      if (resource !== 'pods') yield await list(resource, query);
      else
        yield select(
          held('pods').filter((object) => targets.has(placeOf(object))),
          query,
        );
    },
  };
}

/**
 * A look for an object by its name, or for Pods to diagnose: everything that the file holds, and
 * not what a namespace holds.
 */
const isSearch = (query: ListQuery) => query.firstPage !== true && query.fieldSelector === undefined;

function withReading(secret: KubeObject): KubeObject {
  const annotation = fields(secret.metadata['annotations'])[readingAnnotation];
  const { name } = secret.metadata;
  if (annotation === undefined && secret['data'] === undefined)
    return giveReading(secret, {
      secret: name,
      kind: 'failed',
      problem: 'the file holds it without its content',
    });
  const reading = typeof annotation === 'string' ? parseReading(name, annotation) : null;
  if (reading === null)
    throw new InputError(`the annotation ${readingAnnotation} of Secret ${placeOf(secret)} is damaged`);
  return giveReading(secret, reading);
}
