/**
 * Untrusted JSON by the field names of `T`, a type of client-node: nothing is said of the values.
 */
export type FieldsOf<T> = { readonly [K in keyof T]?: unknown };
export type Fields = FieldsOf<Record<string, unknown>>;

/** Reads of untrusted JSON: a field of another type counts as not there. */
export const fields = <T = Record<string, unknown>>(value: unknown): FieldsOf<T> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FieldsOf<T>) : {};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** RFC 3339, the only form in which the API server writes times. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** A time; null for what is none, so that nothing is counted from it. */
export const timeOrNull = (value: unknown): string | null =>
  typeof value === 'string' && rfc3339.test(value) && Number.isFinite(Date.parse(value)) ? value : null;

export const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;

/** The names in a list of `{name}` references; empty names are left out, as the kubelet does. */
export const names = (value: unknown): readonly string[] =>
  list(value)
    .map((entry) => text(fields(entry)['name']))
    .filter((name) => name !== '');
