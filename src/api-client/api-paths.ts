import type { ListQuery, Resource } from '../objects/object-reader.ts';
import { apiVersionOf, resourceTypes } from '../objects/resources.ts';

/**
 * The URL of one object on the API server at `server`; `namespace` is null for cluster-scoped
 * kinds.
 */
export const objectUrl = (
  server: string,
  resource: Resource,
  namespace: string | null,
  name: string,
): string => `${collectionUrl(server, resource, namespace)}/${encodeURIComponent(name)}`;

/** The URL of one page of a list; `continueToken` is where the previous page ended. */
export function pageUrl(
  server: string,
  resource: Resource,
  { namespace, fieldSelector, labelSelector, limit }: ListQuery,
  continueToken?: string,
): string {
  const parameters = { continue: continueToken, fieldSelector, labelSelector, limit: limit || undefined };
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)] as [string, string]],
    ),
  );
  const url = collectionUrl(server, resource, namespace);
  return query.size === 0 ? url : `${url}?${query}`;
}

/** The URL of all objects of a kind, to create one at. */
export function collectionUrl(server: string, resource: Resource, namespace: string | null): string {
  const { group, namespaced } = resourceTypes[resource];
  const version = apiVersionOf(resource);
  const place = namespaced && namespace !== null ? `namespaces/${encodeURIComponent(namespace)}/` : '';
  return `${server.replace(/(?<!\/)\/+$/, '')}/${group === '' ? 'api' : 'apis'}/${version}/${place}${resource}`;
}
