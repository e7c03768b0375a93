import { ConnectionError } from '../../api-client/kubeconfig/connection-error.ts';
import { InputError } from '../../sources/files/input-limits.ts';
import { UsageError } from '../args/argv.ts';
import type { Unread } from './find-object.ts';

/**
 * Does the work of one object. A fault over it is a problem of that object, so that the others are
 * reported all the same; what is wrong with the connection, the input or the arguments ends
 * everything.
 */
export async function orFault<T>(
  what: string,
  work: () => T | Promise<T>,
): Promise<{ readonly value: T } | { readonly unread: Unread }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof InputError || error instanceof UsageError)
      throw error;
    // nobody knows what the message of such an error quotes
    const kind = error instanceof Error ? error.name : 'unknown';
    const problem = {
      what: `${what}: unexpected fault (${kind})`,
      need: 'a report of this fault, with the object that causes it',
      check: null,
    };
    return { unread: { says: `${what} could not be diagnosed: unexpected fault (${kind})`, problem } };
  }
}

/** `Pod shop/web`. */
export const objectSaid = (
  kind: string,
  { namespace = 'default', name }: { readonly namespace?: string; readonly name: string },
): string => `${kind} ${namespace}/${name}`;
