import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

const operators: ReadonlyMap<string, (key: string, values: string) => string> = new Map(
  Object.entries<(key: string, values: string) => string>({
    In: (key, values) => `${key} in (${values})`,
    NotIn: (key, values) => `${key} notin (${values})`,
    Exists: (key) => key,
    DoesNotExist: (key) => `!${key}`,
  }),
);

/** A workload's `spec.selector` in kubectl's grammar; null where it has none. */
export function selectorOf(workload: KubeObject): string | null {
  const selector = fields(fields(workload['spec'])['selector']);
  const labels = Object.entries(fields(selector['matchLabels'])).map(
    ([key, value]) => `${key}=${text(value)}`,
  );
  const expressions = list(selector['matchExpressions'])
    .map(fields)
    .flatMap(({ key, operator, values }) => {
      const write = operators.get(text(operator));
      return write === undefined ? [] : [write(text(key), list(values).map(text).join(','))];
    });
  const terms = [...labels, ...expressions];
  return terms.length === 0 ? null : terms.join(',');
}
