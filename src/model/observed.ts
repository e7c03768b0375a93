/** One API object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * What RBAC has to allow for a read. `group` is empty for the core API, `name` absent for a list,
 * `namespace` absent for all namespaces.
 */
export interface Permission {
  readonly verb: 'get' | 'list';
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * What came of looking at one thing. Only `absent` proves that it is not there: `denied` means that
 * the look was forbidden (`reason` is what the server says of it beyond the missing permission),
 * `failed` that it gave no answer (a fault, or an offline file that does not hold objects of the
 * kind). `remedy` says how to make it readable.
 */
export type Observed<T> =
  | { readonly status: 'found'; readonly value: T }
  | { readonly status: 'absent' }
  | { readonly status: 'denied'; readonly need: Permission; readonly reason?: string }
  | { readonly status: 'failed'; readonly problem: string; readonly remedy?: string };

export const found = <T>(value: T): Observed<T> => ({ status: 'found', value });
export const absent: Observed<never> = { status: 'absent' };
export const denied = (need: Permission, reason = ''): Observed<never> =>
  reason === '' ? { status: 'denied', need } : { status: 'denied', need, reason };
export const failed = (problem: string, remedy?: string): Observed<never> =>
  remedy === undefined ? { status: 'failed', problem } : { status: 'failed', problem, remedy };

/** The same answer with its value converted. */
export function mapObserved<A, B>(observed: Observed<A>, convert: (value: A) => B): Observed<B> {
  return observed.status === 'found' ? found(convert(observed.value)) : observed;
}
