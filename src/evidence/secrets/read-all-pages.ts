import type { Observed } from '../../model/observed.ts';
import type { KubeObject, ListQuery, ObjectReader, Resource } from '../../objects/object-reader.ts';

export type UnreadAnswer = Exclude<Observed<never>, { status: 'found' | 'absent' }>;

/** What a list gave, and what kept it from being whole; null for nothing. */
export interface Gathered<T> {
  readonly items: readonly T[];
  readonly unread: UnreadAnswer | null;
}

/** Reads a list page by page, each object reduced as it comes; null leaves it out. */
export async function readAllPages<T>(
  reader: ObjectReader,
  resource: Resource,
  query: ListQuery,
  reduce: (object: KubeObject) => T | null,
): Promise<Gathered<T>> {
  const items: T[] = [];
  for await (const page of reader.pages(resource, query)) {
    if (page.status === 'denied' || page.status === 'failed') return { items, unread: page };
    if (page.status === 'found') items.push(...page.value.flatMap((object) => reduce(object) ?? []));
  }
  return { items, unread: null };
}
