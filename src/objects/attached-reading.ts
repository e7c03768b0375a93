import type { SecretReading } from '../model/pull-secret.ts';
import type { KubeObject } from './object-reader.ts';

/** No JSON can have this property, so that no Secret of a cluster can claim a reading. */
const given = Symbol('reading');

/** A Secret object whose reading is known and does not follow from its data. */
export const giveReading = (secret: KubeObject, reading: SecretReading): KubeObject =>
  Object.assign({ ...secret }, { [given]: reading });

/** The reading that a Secret object was given, if any. */
export const givenReading = (secret: KubeObject): SecretReading | undefined =>
  given in secret ? (secret as { readonly [given]?: SecretReading })[given] : undefined;
