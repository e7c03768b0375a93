import { setImmediate } from 'node:timers/promises';

/**
 * Loads modules after the requests that were just begun are on their way, so that loading takes
 * none of the user's time.
 */
export async function afterRequests<T>(load: () => Promise<T>): Promise<T> {
  await setImmediate();
  return load();
}
