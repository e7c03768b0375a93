import { type Fields, fields, list } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

/**
 * The Pod templates in an object: its own spec for a Pod, the template of each workload kind, and in any other object whatever has the
 * shape of one (`template` with `spec.containers`), as custom resources embed it.
 */
export function podTemplates(object: KubeObject): readonly Fields[] {
  if (object.kind === 'Pod') return [object as Fields];
  return templatesIn(object['spec'], 0);
}

/** Deeper than any known resource nests its template. */
const deepest = 12;

function templatesIn(value: unknown, depth: number): readonly Fields[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((one) => templatesIn(one, depth + 1));
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'template' && isTemplate(inner) ? [fields(inner)] : templatesIn(inner, depth + 1),
  );
}

const isTemplate = (value: unknown) => list(fields(fields(value)['spec'])['containers']).length > 0;
