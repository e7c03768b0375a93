import { failed, found, type Observed } from '../../model/observed.ts';
import type { KubeObject, ListQuery, Resource } from '../object-reader.ts';
import { fields, text } from '../objects/fields.ts';
import { readLabelSelector } from './label-selector.ts';

/** The objects of a file by their resource. */
export type Held = (resource: Resource) => readonly KubeObject[];

/** Those of a resource's objects that a query asks for. */
export function select(objects: readonly KubeObject[], query: ListQuery): Observed<readonly KubeObject[]> {
  const { namespace, labelSelector = '', fieldSelector = '' } = query;
  const isLabelled = readLabelSelector(labelSelector);
  if (isLabelled === null) return failed(`"${labelSelector}" is no label selector`);
  const hasFields = readFieldSelector(fieldSelector);
  if (hasFields === null) return failed(`"${fieldSelector}" is no field selector`);
  return found(
    objects.filter(
      (object) =>
        isIn(namespace, object) && isLabelled(fields(object.metadata['labels'])) && hasFields(object),
    ),
  );
}

/** Whether an object is in a namespace; null is every one. */
export const isIn = (namespace: string | null, object: KubeObject): boolean =>
  namespace === null || (object.metadata.namespace ?? 'default') === namespace;

/** The field selectors that the API server knows for every kind, and a Pod's phase and node; null for a text that is none. */
function readFieldSelector(selector: string): ((object: KubeObject) => boolean) | null {
  const terms = selector.split(',').filter((term) => term.trim() !== '');
  const parsed = terms.flatMap((term) => {
    const [, path, operator, wanted = ''] = /^([^=!]+)(!=|==?)(.*)$/.exec(term.trim()) ?? [];
    return path === undefined ? [] : [{ path, negated: operator === '!=', wanted }];
  });
  if (parsed.length < terms.length) return null;
  return (object) =>
    parsed.every(({ path, negated, wanted }) => {
      const value = path.split('.').reduce<unknown>((at, key) => fields(at)[key], object);
      // a field that the object lacks is empty to the API server; events of either group name their subject differently
      if (path.startsWith('involvedObject.') && value === undefined) return true;
      return (text(value) === wanted) !== negated;
    });
}
