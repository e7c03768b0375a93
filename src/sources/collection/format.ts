import type { Observed } from '../../model/observed.ts';
import type { ProbeResults } from '../../model/probe.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject, ListQuery, Resource } from '../../objects/object-reader.ts';

/** One question to the API server: for an object by name, or for a list. */
export interface RecordedRead {
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly name?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * A question and how it was answered. Of what was found, the file holds the objects; `holds` names
 * those of a list that was cut.
 */
export type Read = RecordedRead &
  (Exclude<Observed<unknown>, { status: 'found' }> | { readonly status: 'found'; readonly holds?: string[] });

/**
 * What the registries answered for the images of a Pod (`namespace/name`): no credential is in it.
 */
export interface RecordedProbes {
  readonly pod: string;
  readonly probes: ProbeResults;
}

/**
 * What a collected file says of itself: when it was made, which Pods it is about and what was
 * asked.
 */
export interface Collection {
  readonly collectedAt: string;
  readonly version: string;
  readonly pods: readonly string[];
  readonly reads: readonly Read[];
  readonly probes?: readonly RecordedProbes[];
}

const apiVersion = 'pullcheck/v1';
const kind = 'Collection';

export const toCollectionObject = (collection: Collection): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'pullcheck' },
  ...collection,
});

/** The objects that say of a file that it was collected. */
export const collectionObjects = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind && object.apiVersion === apiVersion);

/** The collections among objects; a folder may hold several. */
export const collectionsIn = (objects: readonly KubeObject[]): readonly Collection[] =>
  collectionObjects(objects).map((object) => ({
    collectedAt: text(object['collectedAt']),
    version: text(object['version']),
    pods: list(object['pods']).map(text),
    reads: list(object['reads']).filter(isRead),
  }));

const isRead = (value: unknown): value is Read => {
  const { status, problem, need, holds } = fields(value);
  if (status === 'failed') return typeof problem === 'string';
  if (status === 'denied') return text(fields(need)['resource']) !== '';
  return status === 'absent' || (status === 'found' && (holds === undefined || Array.isArray(holds)));
};

/** Where an object is: `namespace/name`, or the name alone. */
export const placeOf = ({ metadata }: KubeObject): string =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

export const askedForList = (resource: Resource, query: ListQuery): RecordedRead => ({
  resource,
  namespace: query.namespace,
  ...(query.labelSelector === undefined ? {} : { labelSelector: query.labelSelector }),
  ...(query.fieldSelector === undefined ? {} : { fieldSelector: query.fieldSelector }),
});

/** The same for the same question. */
export const questionOf = (asked: RecordedRead): string =>
  JSON.stringify([
    asked.resource,
    asked.namespace,
    asked.name ?? null,
    asked.labelSelector ?? '',
    asked.fieldSelector ?? '',
  ]);
