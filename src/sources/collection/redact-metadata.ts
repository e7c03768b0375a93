import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

const kept = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'labels',
  'ownerReferences',
];

/**
 * Other annotations may hold whole objects (`last-applied-configuration`) and with them secrets.
 */
const keptAnnotations = ['deployment.kubernetes.io/revision'];

/**
 * An object's metadata as far as a diagnosis needs it: of managedFields the times at which
 * top-level fields were written.
 */
export function redactMetadata(metadata: KubeObject['metadata']): KubeObject['metadata'] {
  const annotations = Object.entries(fields(metadata['annotations'])).filter(([name]) =>
    keptAnnotations.includes(name),
  );
  const managed = list(metadata['managedFields']).map(fields).map(writtenFields);
  return {
    ...Object.fromEntries(Object.entries(metadata).filter(([name]) => kept.includes(name))),
    name: metadata.name,
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    ...(managed.length === 0 ? {} : { managedFields: managed }),
  };
}

const writtenFields = (entry: Readonly<Record<string, unknown>>) => ({
  time: text(entry['time']),
  fieldsV1: Object.fromEntries(
    Object.keys(fields(entry['fieldsV1']))
      .filter((name) => name !== 'f:metadata')
      .map((name) => [name, {}]),
  ),
});
