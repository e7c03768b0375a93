import { pageUrl } from '../../api-client/api-paths.ts';
import type { Connection } from '../../api-client/connect.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { ListQuery, Resource } from '../../objects/object-reader.ts';

/** As many as one look takes: nobody reads more candidates. */
const most = 500;

/**
 * The names of the first objects of a list; none where it cannot be read. The API server is asked
 * for the table that `kubectl get` prints, without the objects and in no other form, so that the
 * data of Secrets never comes here. Metadata alone would bring it, too: what `kubectl apply` wrote
 * keeps all of it in an annotation.
 */
export async function listNames(
  connection: Connection,
  resource: Resource,
  query: ListQuery,
): Promise<readonly string[]> {
  const url = new URL(pageUrl(connection.server, resource, { ...query, limit: most }));
  url.searchParams.set('includeObject', 'None');
  const headers = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
  const answer = await connection.request({ method: 'GET', url: url.href, headers });
  if (answer.kind !== 'reply' || answer.code !== 200) return [];
  const table = fields(JSON.parse(answer.text));
  const column = list(table['columnDefinitions']).findIndex((one) => fields(one)['name'] === 'Name');
  return list(table['rows']).flatMap((row) => text(list(fields(row)['cells'])[column]) || []);
}
