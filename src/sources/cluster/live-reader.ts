import { objectUrl, pageUrl } from '../../api-client/api-paths.ts';
import type { Connection } from '../../api-client/connect.ts';
import { denied, failed, found, mapObserved, type Observed } from '../../model/observed.ts';
import { fields } from '../../objects/fields.ts';
import type { KubeObject, ListQuery, ObjectReader, Resource } from '../../objects/object-reader.ts';
import { type FindSpans, redactSpans } from '../../text/redact/spans.ts';
import { observeObject, observePage } from './observe-reply.ts';

/** kubectl's --chunk-size. */
const defaultPageSize = 500;
const restarts = 3;
/** Pages without anything in a row: an API server fills them as far as it can. */
const mostEmpty = 100;

/** Reads from the API server of a connection. */
export function liveReader(connection: Connection): ObjectReader {
  const { server, findCredentials } = connection;
  const ask = (url: string) => connection.request({ method: 'GET', url });

  async function get(
    resource: Resource,
    namespace: string | null,
    name: string,
  ): Promise<Observed<KubeObject>> {
    // Such a name would turn the path into another one; no object can have it (apimachinery,
    // IsValidPathSegmentName).
    if (/^\.{0,2}$|[/%]/.test(name)) return failed(`"${name}" cannot be the name of an object`);
    const answer = await ask(objectUrl(server, resource, namespace, name));
    return unsaid(
      observeObject(answer, { server, findCredentials, resource, namespace, name }),
      findCredentials,
    );
  }

  async function* pages(
    resource: Resource,
    query: ListQuery,
  ): AsyncGenerator<Observed<readonly KubeObject[]>> {
    const asked = { server, findCredentials, resource, namespace: query.namespace, name: null };
    const paged = { ...query, limit: query.limit ?? defaultPageSize };
    const given = new Set<string>();
    const sent = new Set<string>();
    let next: string | undefined;
    let empty = 0;
    for (let expired = 0; ; ) {
      const answer = await connection.request({
        method: 'GET',
        url: pageUrl(server, resource, paged, next),
        keepOf: query.bare ? bare : (item) => item,
      });
      if (answer.kind === 'reply' && answer.code === 410 && expired < restarts) {
        // The continue token is too old: from the start again, without what was given already.
        expired++;
        next = undefined;
        sent.clear();
        continue;
      }
      const page = unsaid(observePage(answer, asked), findCredentials);
      if (page.status !== 'found') {
        yield page;
        return;
      }
      const fresh = page.value.items.filter((item) => !given.has(keyOf(item)));
      for (const item of fresh) given.add(keyOf(item));
      yield found(fresh);
      next = page.value.continueToken;
      if (next === undefined) return;
      if (sent.has(next)) {
        yield failed(`the API server at ${server} sends the same page of ${resource} again and again`);
        return;
      }
      sent.add(next);
      empty = fresh.length === 0 ? empty + 1 : 0;
      if (empty >= mostEmpty) {
        yield failed(`the API server at ${server} sends empty pages of ${resource} without an end`);
        return;
      }
    }
  }

  async function list(resource: Resource, query: ListQuery): Promise<Observed<readonly KubeObject[]>> {
    const all: KubeObject[] = [];
    for await (const page of pages(resource, query)) {
      if (page.status !== 'found' || query.firstPage) return page;
      all.push(...page.value);
    }
    return found(all);
  }

  const getMany: ObjectReader['getMany'] = async (resource, namespace, names) =>
    mapObserved(
      await list(resource, { namespace }),
      (all) =>
        new Map(
          all.filter(({ metadata }) => names.has(metadata.name)).map((one) => [one.metadata.name, one]),
        ),
    );

  return { get, getMany, list, pages, findCredentials };
}

/** An object without what is half of a Pod and says nothing of pulls. */
function bare(item: unknown): unknown {
  const metadata = fields(fields(item)['metadata']);
  const kept = Object.entries(metadata).filter(([key]) => !['annotations', 'managedFields'].includes(key));
  return { ...fields(item), metadata: Object.fromEntries(kept) };
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

/** What came of a read, without the connection's own credentials in the server's words. */
function unsaid<T>(observed: Observed<T>, own: FindSpans): Observed<T> {
  if (observed.status === 'failed') return failed(redactSpans(observed.problem, [own]), observed.remedy);
  if (observed.status === 'denied' && observed.reason !== undefined)
    return denied(observed.need, redactSpans(observed.reason, [own]));
  return observed;
}
