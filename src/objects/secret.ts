import type { SecretObject } from '../model/evidence.ts';
import { seal } from '../model/sealed.ts';
import { givenReading } from './attached-reading.ts';
import { fields, text, timeOrNull } from './fields.ts';
import { lastWritten } from './managed-fields.ts';
import type { KubeObject } from './object-reader.ts';
import { controllerOf } from './pod.ts';

const encoded = (plain: string) => Buffer.from(plain, 'utf8').toString('base64');

/**
 * Objects of a reader are shared by the Pods of a run, and with them what is made of their data.
 */
const converted = new WeakMap<KubeObject, SecretObject>();

/**
 * A Secret as a model value; of one object always the same. `stringData`, which manifests have,
 * wins over `data` key by key, as in the API server.
 */
export function toSecret(object: KubeObject): SecretObject {
  const known = converted.get(object);
  if (known !== undefined) return known;
  const made = convert(object);
  converted.set(object, made);
  return made;
}

function convert(object: KubeObject): SecretObject {
  const data = Object.fromEntries([
    ...Object.entries(fields(object['data'])).map(([key, value]) => [key, text(value)] as const),
    ...Object.entries(fields(object['stringData'])).map(
      ([key, value]) => [key, encoded(text(value))] as const,
    ),
  ]);
  const reading = givenReading(object);
  const maker = controllerOf(object);
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    type: text(object['type']) || 'Opaque',
    keys: Object.keys(data),
    data: seal(data),
    createdAt: timeOrNull(object.metadata.creationTimestamp),
    changedAt: lastWritten(object, 'data'),
    ...(object['immutable'] === true ? { immutable: true } : {}),
    ...(maker === null ? {} : { maker }),
    ...(reading === undefined ? {} : { reading }),
  };
}
