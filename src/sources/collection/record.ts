import { absent, type Observed } from '../../model/observed.ts';
import { text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader, Resource } from '../../objects/object-reader.ts';
import { askedForList, placeOf, questionOf, type Read, type RecordedRead } from './format.ts';

/**
 * A reader that keeps what it was asked and what came of it. Pages are not kept: a scan drops most
 * of them.
 */
export interface CollectingReader {
  readonly reader: ObjectReader;
  /** Keeps an object of a page. */
  keep(object: KubeObject): void;
  readonly reads: () => readonly Read[];
  readonly objects: () => readonly KubeObject[];
}

/**
 * Wraps a reader so that every object that it gives, and every question that it could not answer,
 * can be written down.
 */
export function collectingReader(reader: ObjectReader): CollectingReader {
  const many = reader.getMany?.bind(reader);
  const objects = new Map<string, KubeObject>();
  const reads = new Map<string, Read>();
  const keep = (object: KubeObject) => {
    objects.set(`${text(object.kind)} ${placeOf(object)}`, object);
  };
  const note = (asked: RecordedRead, answer: Observed<unknown>, holds?: string[]) => {
    const read =
      answer.status !== 'found'
        ? answer
        : { status: answer.status, ...(holds === undefined ? {} : { holds }) };
    reads.set(questionOf(asked), { ...asked, ...read });
  };
  return {
    reader: {
      async get(resource, namespace, name) {
        const answer = await reader.get(resource, namespace, name);
        if (answer.status === 'found') keep(answer.value);
        else note({ resource, namespace, name }, answer);
        return answer;
      },
      async list(resource, query) {
        const answer = await reader.list(resource, query);
        const found = answer.status === 'found' ? answer.value : [];
        found.forEach(keep);
        note(
          askedForList(resource, query),
          answer,
          query.firstPage === true ? found.map(placeOf) : undefined,
        );
        return answer;
      },
      ...(many === undefined
        ? {}
        : {
            async getMany(resource: Resource, namespace: string, names: ReadonlySet<string>) {
              const answer = await many(resource, namespace, names);
              if (answer.status !== 'found') return answer;
              // as if each had been asked for by itself
              for (const name of names) {
                const object = answer.value.get(name);
                if (object === undefined) note({ resource, namespace, name }, absent);
                else keep(object);
              }
              return answer;
            },
          }),
      pages: (resource, query) => reader.pages(resource, query),
    },
    keep,
    reads: () => [...reads].sort(([a], [b]) => compare(a, b)).map(([, read]) => read),
    // by kind; within one as they came, since events have an order
    objects: () => [...objects.values()].sort((a, b) => compare(text(a.kind), text(b.kind))),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
