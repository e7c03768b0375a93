import { apiPaths } from './connect/api-paths.ts';
import type { Connection } from './connect/connect.ts';
import type { ListQuery, Resource } from './object-reader.ts';
import { fields, list, text } from './objects/fields.ts';

/** As many as one look takes: nobody reads more candidates. */
const most = 500;

/**
 * The names of the first objects of a list; none where it cannot be read. The API server is asked for metadata alone and for no other form,
 * so that the data of Secrets never comes here.
 */
export async function listNames(
  connection: Connection,
  resource: Resource,
  query: ListQuery,
): Promise<readonly string[]> {
  const url = await apiPaths(connection.server).page(resource, { ...query, limit: most }, undefined);
  const headers = { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' };
  const answer = await connection.request({ method: 'GET', url, headers });
  if (answer.kind !== 'reply' || answer.code !== 200) return [];
  return list(fields(JSON.parse(answer.text))['items']).flatMap(
    (item) => text(fields(fields(item)['metadata'])['name']) || [],
  );
}
