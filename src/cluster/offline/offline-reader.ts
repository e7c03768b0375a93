import { absent, failed, found, type Observed } from '../../model/observed.ts';
import type { KubeObject, ListQuery, ObjectReader, Resource } from '../object-reader.ts';
import { fields, text } from '../objects/fields.ts';
import { readLabelSelector } from './label-selector.ts';

const kinds: Readonly<Record<string, Resource>> = {
  Pod: 'pods',
  Event: 'events',
  Secret: 'secrets',
  ServiceAccount: 'serviceaccounts',
  Node: 'nodes',
  Namespace: 'namespaces',
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

/**
 * Answers from objects that were read from files. What is not there is absent only when the file holds objects of that kind for that
 * namespace; otherwise nobody looked, and the answer is that it is unknown.
 */
export function offlineReader(objects: readonly KubeObject[]): ObjectReader {
  const byResource = Map.groupBy(objects, (object) => kinds[text(object.kind)] ?? 'other');
  const of = (resource: Resource) => byResource.get(resource) ?? [];
  const inNamespace = (resource: Resource, namespace: string | null) =>
    of(resource).filter((object) => namespace === null || namespaceOf(object) === namespace);

  const get = async (
    resource: Resource,
    namespace: string | null,
    name: string,
  ): Promise<Observed<KubeObject>> => {
    const held = inNamespace(resource, namespace);
    const object = held.find((one) => one.metadata.name === name);
    if (object !== undefined) return found(object);
    return held.length > 0 ? absent : notHeld(resource, namespace);
  };

  const list = async (resource: Resource, query: ListQuery): Promise<Observed<readonly KubeObject[]>> => {
    const { namespace, labelSelector = '', fieldSelector = '' } = query;
    const isLabelled = readLabelSelector(labelSelector);
    if (isLabelled === null) return failed(`"${labelSelector}" is no label selector`);
    const hasFields = readFieldSelector(fieldSelector);
    if (hasFields === null) return failed(`"${fieldSelector}" is no field selector`);
    const held = inNamespace(resource, namespace);
    if (held.length === 0 && resource !== 'pods') return notHeld(resource, namespace);
    const selected = held.filter(
      (object) => isLabelled(fields(object.metadata['labels'])) && hasFields(object),
    );
    return found(selected);
  };

  return {
    get,
    list,
    async *pages(resource, query) {
      yield await list(resource, query);
    },
  };
}

const namespaceOf = (object: KubeObject) => object.metadata.namespace ?? 'default';

function notHeld(resource: Resource, namespace: string | null): Observed<never> {
  const where = namespace === null ? '' : ` -n ${namespace}`;
  const which = namespace === null ? resource : `${resource} of namespace ${namespace}`;
  return failed(
    `the file holds no ${which}`,
    `the output of kubectl get ${resource}${where} -o yaml in the file`,
  );
}

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
