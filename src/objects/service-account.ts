import type { ServiceAccountObject } from '../model/evidence.ts';
import { names, timeOrNull } from './fields.ts';
import { lastWritten } from './managed-fields.ts';
import type { KubeObject } from './object-reader.ts';

/** A ServiceAccount as a model value. Its `secrets` play no part in pulls and are left out. */
export function toServiceAccount(object: KubeObject): ServiceAccountObject {
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    imagePullSecrets: names(object['imagePullSecrets']),
    createdAt: timeOrNull(object.metadata.creationTimestamp),
    changedAt: lastWritten(object, 'imagePullSecrets'),
  };
}
