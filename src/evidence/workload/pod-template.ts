import { type Fields, fields, list } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

/**
 * A Pod template and the keys and indexes that lead to it in its object; empty for a Pod itself.
 */
export interface PlacedTemplate {
  readonly template: Fields;
  readonly path: readonly string[];
}

/**
 * The Pod templates in an object: its own spec for a Pod, the template of each workload kind (a
 * core/v1 PodTemplate holds it beside its metadata), and in any other object whatever has the shape
 * of one (`template`, `leaderTemplate`, `podTemplate` … with `spec.containers`), as custom
 * resources embed it.
 */
export function podTemplates(object: KubeObject): readonly PlacedTemplate[] {
  if (object.kind === 'Pod') return [{ template: object as Fields, path: [] }];
  if (object.kind === 'PodTemplate' && isTemplate(object['template']))
    return [{ template: fields(object['template']), path: ['template'] }];
  return templatesIn(object['spec'], ['spec']);
}

/** Deeper than any known resource nests its template. */
const deepest = 12;

const templateKey = /template(?:spec)?$/i;

function templatesIn(value: unknown, path: readonly string[]): readonly PlacedTemplate[] {
  if (typeof value !== 'object' || value === null || path.length > deepest) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    templateKey.test(key) && isTemplate(inner)
      ? [{ template: fields(inner), path: [...path, key] }]
      : templatesIn(inner, [...path, key]),
  );
}

const isTemplate = (value: unknown) => list(fields(fields(value)['spec'])['containers']).length > 0;
