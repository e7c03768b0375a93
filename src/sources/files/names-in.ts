import type { KubeObject, ListQuery, Resource } from '../../objects/object-reader.ts';
import { resourceTypes } from '../../objects/resources.ts';
import { select } from './select.ts';

/**
 * The names of the objects of a file that a query asks for. Namespaces are also those that its
 * objects are in.
 */
export function namesIn(
  objects: readonly KubeObject[],
  resource: Resource,
  query: ListQuery,
): readonly string[] {
  const { kind } = resourceTypes[resource];
  const chosen = select(
    objects.filter((object) => object.kind === kind),
    query,
  );
  const named = chosen.status === 'found' ? chosen.value.map(({ metadata }) => metadata.name) : [];
  const lived = resource === 'namespaces' ? objects.flatMap(({ metadata }) => metadata.namespace ?? []) : [];
  return [...new Set([...named, ...lived])].sort();
}
