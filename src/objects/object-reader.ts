import type { NodeConfig } from '../model/node-config.ts';
import type { Observed } from '../model/observed.ts';
import type { FindSpans } from '../text/redact/spans.ts';

/**
 * An API object as the server (or a file) gives it: raw JSON, nothing checked beyond kind and
 * metadata.
 */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly creationTimestamp?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** The kinds that this program reads, named as in API paths. */
export type Resource =
  | 'pods'
  | 'events'
  | 'secrets'
  | 'serviceaccounts'
  | 'nodes'
  | 'namespaces'
  | 'deployments'
  | 'replicasets'
  | 'statefulsets'
  | 'daemonsets'
  | 'jobs'
  | 'cronjobs';

/**
 * `namespace` null reads all namespaces; `limit` is the page size (500 unless given, 0 for one
 * page). `firstPage`: a list ends with it. `bare`: annotations and managedFields are not wanted,
 * and may be left out.
 */
export interface ListQuery {
  readonly namespace: string | null;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly firstPage?: boolean;
  readonly bare?: boolean;
}

/**
 * Where API objects come from: a live API server, or files. Expected faults are answers, never
 * exceptions.
 */
export interface ObjectReader {
  /** One object by name; `namespace` is null for cluster-scoped kinds. */
  get(resource: Resource, namespace: string | null, name: string): Promise<Observed<KubeObject>>;
  /** The whole list, all pages together unless the query says `firstPage`. A file has one page. */
  list(resource: Resource, query: ListQuery): Promise<Observed<readonly KubeObject[]>>;
  /**
   * Objects of a namespace by name, with one request for all; where a reader has none, each costs
   * nothing.
   */
  getMany?(
    resource: Resource,
    namespace: string,
    names: ReadonlySet<string>,
  ): Promise<Observed<ReadonlyMap<string, KubeObject>>>;
  /** The list page by page. A page that is not `found` is the last one. */
  pages(resource: Resource, query: ListQuery): AsyncIterable<Observed<readonly KubeObject[]>>;
  /** Finds the credentials of the reader's own connection in others' words; a file has none. */
  readonly findCredentials?: FindSpans;
  /** A kubelet's own settings; only where the user asked for them. */
  nodeConfig?(node: string): Promise<NodeConfig>;
}
