import { fields, list, text } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/** One term of a field selector. */
export interface FieldTerm {
  readonly path: string;
  readonly negated: boolean;
  readonly wanted: string;
}

/**
 * Terms joined by commas: `path=value`, `path==value`, `path!=value` (apimachinery
 * pkg/fields/selector.go); null for a text that is none.
 */
export function parseFieldSelector(selector: string): readonly FieldTerm[] | null {
  const terms = selector.split(',').filter((term) => term !== '');
  const parsed = terms.flatMap((term) => {
    const [, path, operator, wanted = ''] = /^([^=!]+)(!=|==?)(.*)$/s.exec(term.trim()) ?? [];
    return path === undefined ? [] : [{ path, negated: operator === '!=', wanted }];
  });
  return parsed.length < terms.length ? null : parsed;
}

/**
 * The fields by which the API server selects Pods, in the order of its own list
 * (pkg/apis/core/v1/conversion.go).
 */
export const podFields: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'spec.hostNetwork',
  'status.phase',
  'status.podIP',
  'status.podIPs',
  'status.nominatedNodeName',
];

/** Whether an object satisfies a term, as far as the API server would look. */
export function satisfies(object: KubeObject, { path, negated, wanted }: FieldTerm): boolean {
  const value = valueAt(object, path);
  // events of either group name their subject differently
  if (path.startsWith('involvedObject.') && value === undefined) return true;
  // a field that the object lacks is empty to the API server
  return (text(value) === wanted) !== negated;
}

function valueAt(object: KubeObject, path: string): unknown {
  // what is not a text of its own (pkg/registry/core/pod/strategy.go); status.podIPs is known, and
  // always empty
  if (object.kind === 'Pod' && path === 'spec.hostNetwork')
    return String(fields(object['spec'])['hostNetwork'] === true);
  if (object.kind === 'Pod' && path === 'status.podIP')
    return fields(list(fields(object['status'])['podIPs'])[0])['ip'] ?? fields(object['status'])['podIP'];
  return path
    .split('.')
    .reduce<unknown>((at, key) => (Object.hasOwn(fields(at), key) ? fields(at)[key] : undefined), object);
}
