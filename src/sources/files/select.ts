import { failed, found, type Observed } from '../../model/observed.ts';
import { parseFieldSelector, satisfies } from '../../objects/field-selector.ts';
import { fields } from '../../objects/fields.ts';
import { readLabelSelector } from '../../objects/label-selector.ts';
import type { KubeObject, ListQuery, Resource } from '../../objects/object-reader.ts';

/** The objects of a file by their resource. */
export type Held = (resource: Resource) => readonly KubeObject[];

/** Those of a resource's objects that a query asks for. */
export function select(objects: readonly KubeObject[], query: ListQuery): Observed<readonly KubeObject[]> {
  const { namespace, labelSelector = '', fieldSelector = '' } = query;
  const isLabelled = readLabelSelector(labelSelector);
  if (isLabelled === null) return failed(`"${labelSelector}" is no label selector`);
  const terms = parseFieldSelector(fieldSelector);
  if (terms === null) return failed(`"${fieldSelector}" is no field selector`);
  return found(
    objects.filter(
      (object) =>
        isIn(namespace, object) &&
        isLabelled(fields(object.metadata['labels'])) &&
        terms.every((term) => satisfies(object, term)),
    ),
  );
}

/** Whether an object is in a namespace; null is every one. */
export const isIn = (namespace: string | null, object: KubeObject): boolean =>
  namespace === null || (object.metadata.namespace ?? 'default') === namespace;
