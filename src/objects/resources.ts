import type { Permission } from '../model/observed.ts';
import type { Resource } from './object-reader.ts';

/** What the API calls objects of a resource. `group` is empty for the core API. */
export interface ResourceType {
  readonly kind: string;
  readonly group: string;
  readonly namespaced: boolean;
}

const type = (kind: string, group = '', namespaced = true): ResourceType => ({ kind, group, namespaced });

/** All of version v1. */
export const resourceTypes: Readonly<Record<Resource, ResourceType>> = {
  pods: type('Pod'),
  events: type('Event'),
  secrets: type('Secret'),
  serviceaccounts: type('ServiceAccount'),
  nodes: type('Node', '', false),
  namespaces: type('Namespace', '', false),
  deployments: type('Deployment', 'apps'),
  replicasets: type('ReplicaSet', 'apps'),
  statefulsets: type('StatefulSet', 'apps'),
  daemonsets: type('DaemonSet', 'apps'),
  jobs: type('Job', 'batch'),
  cronjobs: type('CronJob', 'batch'),
};

/** The `apiVersion` of a resource's objects. */
export const apiVersionOf = (resource: Resource): string => {
  const { group } = resourceTypes[resource];
  return group === '' ? 'v1' : `${group}/v1`;
};

/** What RBAC has to allow to read one object, or with `name` null a list. */
export function permission(resource: Resource, namespace: string | null, name: string | null): Permission {
  return {
    verb: name === null ? 'list' : 'get',
    group: resourceTypes[resource].group,
    resource,
    ...(namespace === null ? {} : { namespace }),
    ...(name === null ? {} : { name }),
  };
}
