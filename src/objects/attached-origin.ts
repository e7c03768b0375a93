import type { SourceLocation } from '../model/evidence.ts';
import type { KubeObject } from './object-reader.ts';

/**
 * Where the value at these keys and indexes of an object was read; of one that is not there, where
 * what holds it was.
 */
export type Locate = (path: readonly (string | number)[]) => SourceLocation | null;

/** No JSON can have this property. */
const origin = Symbol('origin');

/** An object that knows where it was read. */
export const giveOrigin = (object: KubeObject, locate: Locate): KubeObject =>
  Object.assign({ ...object }, { [origin]: locate });

/** What tells where an object was read, if anything does. */
export const originOf = (object: KubeObject): Locate | undefined =>
  origin in object ? (object as { readonly [origin]?: Locate })[origin] : undefined;
