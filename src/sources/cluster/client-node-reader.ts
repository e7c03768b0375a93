import type { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { absent, denied, failed, found, type Observed } from '../../model/observed.ts';
import { fields, text, textOrNull } from '../../objects/fields.ts';
import { toKubeObject } from '../../objects/kube-object.ts';
import type { KubeObject, ListQuery, ObjectReader, Resource } from '../../objects/object-reader.ts';
import { apiVersionOf, permission, resourceTypes } from '../../objects/resources.ts';

/** Items of a page, as kubectl's --chunk-size. */
const pageSize = 500;

/**
 * Reads through @kubernetes/client-node, with the caller's KubeConfig: its server, credentials and
 * proxies are that package's.
 */
export async function clientNodeReader(kubeConfig: KubeConfig): Promise<ObjectReader> {
  const { KubernetesObjectApi } = await import('@kubernetes/client-node');
  const api: KubernetesObjectApi = KubernetesObjectApi.makeApiClient(kubeConfig);

  const get: ObjectReader['get'] = async (resource, namespace, name) => {
    const metadata = { name, ...(namespace === null ? {} : { namespace }) };
    return answered(resource, namespace, name, async () => {
      const object = await api.read({ apiVersion: apiVersionOf(resource), kind: kindOf(resource), metadata });
      return found(plain(object, resource));
    });
  };

  async function* pages(resource: Resource, query: ListQuery) {
    const { namespace, fieldSelector, labelSelector, limit = pageSize } = query;
    for (let next: string | undefined; ; ) {
      const page = await answered(resource, namespace, null, async () => {
        const list = await api.list(
          ...([apiVersionOf(resource), kindOf(resource), namespace ?? undefined] as const),
          ...([undefined, undefined, undefined] as const),
          ...([fieldSelector, labelSelector, limit || undefined, next] as const),
        );
        next = list.metadata?._continue || undefined;
        return found(list.items.map((item) => plain(item, resource)));
      });
      yield page;
      if (page.status !== 'found' || next === undefined) return;
    }
  }

  const list: ObjectReader['list'] = async (resource, query) => {
    const all: KubeObject[] = [];
    for await (const page of pages(resource, query)) {
      if (page.status !== 'found' || query.firstPage) return page;
      all.push(...page.value);
    }
    return found(all);
  };

  return { get, list, pages };
}

const kindOf = (resource: Resource) => resourceTypes[resource].kind;

/**
 * Raw JSON of one of the package's models, whose times are Dates. Items of its lists say no kind.
 */
function plain(model: object, resource: Resource): KubeObject {
  const object = fields(JSON.parse(JSON.stringify(model)));
  const known = toKubeObject({ apiVersion: apiVersionOf(resource), kind: kindOf(resource), ...object });
  if (known === null) throw new Error(`the API server gave a ${kindOf(resource)} without a name`);
  return known;
}

/**
 * What the answer proves: only a Status of the API server makes a 404 an absence. The message of an
 * ApiException is not told, it quotes the answer.
 */
async function answered<T>(
  resource: Resource,
  namespace: string | null,
  name: string | null,
  ask: () => Promise<Observed<T>>,
): Promise<Observed<T>> {
  try {
    return await ask();
  } catch (error) {
    const { code, body } = fields(error);
    const status = fields(typeof body === 'string' ? parsed(body) : body);
    if (code === 403) return denied(permission(resource, namespace, name));
    if (code === 404 && text(status['kind']) === 'Status') return absent;
    const why = typeof code === 'number' ? `answered ${code}` : `gave no answer (${codeOf(error)})`;
    return failed(`the API server ${why}`);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The code of a system error, of its cause where it has none: `ECONNREFUSED`. */
const codeOf = (error: unknown): string =>
  textOrNull(fields(error)['code']) ?? textOrNull(fields(fields(error)['cause'])['code']) ?? 'no code';
