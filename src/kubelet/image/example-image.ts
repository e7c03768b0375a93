import type { AuthEntry } from '../../model/pull-secret.ts';
import { dockerHubKey } from '../credentials/keyring.ts';
import { matchUrls } from '../credentials/url-match.ts';
import { parseImageReference } from './image-reference.ts';

/**
 * An image that an entry serves, made from its key as it may be shown: `*` in the host becomes a
 * letter, the path gets one component more. Null where no image that can be written matches the
 * key.
 */
export function exampleImage({ key }: AuthEntry): string | null {
  if (key === null) return null;
  if (key === dockerHubKey) return 'docker.io/x/x';
  const slash = key.indexOf('/');
  const host = (slash === -1 ? key : key.slice(0, slash)).replaceAll(/[*?]/g, 'a');
  const path = slash === -1 ? '' : key.slice(slash);
  const images = path.endsWith('/') ? [`${host}${path}x`] : [`${host}${path}/x`, `${host}${path}x`];
  return images.find((image) => serves(key, image)) ?? null;
}

function serves(key: string, image: string): boolean {
  const reference = parseImageReference(image);
  return reference.ok && matchUrls(key, `${reference.registry}/${reference.repository}`) === true;
}
