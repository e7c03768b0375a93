import type { RequestContext } from '@kubernetes/client-node';
import type { ListQuery, Resource } from '../objects/object-reader.ts';

/** Builds the URLs of reads; the paths and parameters are the API client's. */
export interface ApiPaths {
  object(resource: Resource, namespace: string | null, name: string): Promise<string>;
  /** One page of a list; `continueToken` is where the previous page ended. */
  page(resource: Resource, query: ListQuery, continueToken: string | undefined): Promise<string>;
}

/**
 * URLs on the API server at `server`. Of the API client only the request builders are used, each group loaded when needed: its HTTP
 * client opens a connection per request, and its models drop the fields that they do not know.
 */
export function apiPaths(server: string): ApiPaths {
  return {
    async object(resource, namespace, name) {
      const builders = await load[resource](server);
      return (await builders.read(name, namespace ?? '')).getUrl();
    },
    async page(resource, { namespace, fieldSelector, labelSelector, limit }, continueToken) {
      const builders = await load[resource](server);
      const bounds: Bounds = [continueToken, fieldSelector, labelSelector, limit || undefined];
      const request =
        namespace === null
          ? builders.listAll(undefined, ...bounds)
          : builders.list(namespace, undefined, undefined, ...bounds);
      return (await request).getUrl();
    },
  };
}

type Built = Promise<RequestContext>;
type Bounds = [
  next: string | undefined,
  fields: string | undefined,
  labels: string | undefined,
  limit: number | undefined,
];
type Read = (name: string, namespace: string) => Built;
type ReadUnscoped = (name: string) => Built;
type List = (namespace: string, pretty?: string, bookmarks?: boolean, ...bounds: Bounds) => Built;
type ListUnscoped = (pretty?: string, bookmarks?: boolean, ...bounds: Bounds) => Built;
type ListAll = (bookmarks?: boolean, ...bounds: Bounds) => Built;

type ReadsOf<K extends string> = Record<`readNamespaced${K}`, Read>;
type ReadsUnscopedOf<K extends string> = Record<`read${K}`, ReadUnscoped>;
type ListsOf<K extends string> = Record<`listNamespaced${K}`, List>;
type ListsUnscopedOf<K extends string> = Record<`list${K}`, ListUnscoped>;
type ListsAllOf<K extends string> = Record<`list${K}ForAllNamespaces`, ListAll>;

interface Builders {
  readonly read: Read;
  readonly list: List;
  readonly listAll: ListAll;
}

const load: Readonly<Record<Resource, (server: string) => Promise<Builders>>> = {
  pods: async (server) => namespaced(await core(server), 'Pod'),
  events: async (server) => namespaced(await core(server), 'Event'),
  secrets: async (server) => namespaced(await core(server), 'Secret'),
  serviceaccounts: async (server) => namespaced(await core(server), 'ServiceAccount'),
  nodes: async (server) => unscoped(await core(server), 'Node'),
  namespaces: async (server) => unscoped(await core(server), 'Namespace'),
  deployments: async (server) => namespaced(await apps(server), 'Deployment'),
  replicasets: async (server) => namespaced(await apps(server), 'ReplicaSet'),
  statefulsets: async (server) => namespaced(await apps(server), 'StatefulSet'),
  daemonsets: async (server) => namespaced(await apps(server), 'DaemonSet'),
  jobs: async (server) => namespaced(await batch(server), 'Job'),
  cronjobs: async (server) => namespaced(await batch(server), 'CronJob'),
};

function namespaced<K extends string>(builders: ReadsOf<K> & ListsOf<K> & ListsAllOf<K>, kind: K): Builders {
  const reads: ReadsOf<K> = builders;
  const lists: ListsOf<K> = builders;
  const listsAll: ListsAllOf<K> = builders;
  return {
    read: (...args) => reads[`readNamespaced${kind}`](...args),
    list: (...args) => lists[`listNamespaced${kind}`](...args),
    listAll: (...args) => listsAll[`list${kind}ForAllNamespaces`](...args),
  };
}

function unscoped<K extends string>(builders: ReadsUnscopedOf<K> & ListsUnscopedOf<K>, kind: K): Builders {
  const reads: ReadsUnscopedOf<K> = builders;
  const lists: ListsUnscopedOf<K> = builders;
  return {
    read: (name) => reads[`read${kind}`](name),
    list: (_, ...args) => lists[`list${kind}`](...args),
    listAll: (...args) => lists[`list${kind}`](undefined, ...args),
  };
}

const core = async (server: string) => {
  const { CoreV1ApiRequestFactory } = await import('@kubernetes/client-node/dist/gen/apis/CoreV1Api.js');
  return new CoreV1ApiRequestFactory(await configuration(server));
};

const apps = async (server: string) => {
  const { AppsV1ApiRequestFactory } = await import('@kubernetes/client-node/dist/gen/apis/AppsV1Api.js');
  return new AppsV1ApiRequestFactory(await configuration(server));
};

const batch = async (server: string) => {
  const { BatchV1ApiRequestFactory } = await import('@kubernetes/client-node/dist/gen/apis/BatchV1Api.js');
  return new BatchV1ApiRequestFactory(await configuration(server));
};

async function configuration(server: string) {
  const { createConfiguration } = await import('@kubernetes/client-node/dist/gen/configuration.js');
  const { ServerConfiguration } = await import('@kubernetes/client-node/dist/gen/servers.js');
  return createConfiguration({ baseServer: new ServerConfiguration(server, {}) });
}
