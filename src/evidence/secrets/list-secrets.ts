import { pullSecretTypes } from '../../kubelet/credentials/read-pull-secret.ts';
import type { SecretObject } from '../../model/evidence.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import { toSecret } from '../../objects/secret.ts';
import { type Gathered, readAllPages } from './read-all-pages.ts';

/** Which Secrets to look for. `namespace` null is every one. */
export interface SecretScope {
  readonly namespace: string | null;
  readonly labelSelector: string | undefined;
}

/**
 * Lists the Secrets that may be pull secrets. A cluster is asked for the two types alone, since
 * Helm's releases are Secrets too, and large ones; with a label selector, and from a file, every
 * type comes.
 */
export async function listSecrets(
  reader: ObjectReader,
  { namespace, labelSelector }: SecretScope,
  source: 'cluster' | 'file',
): Promise<Gathered<SecretObject>> {
  if (labelSelector !== undefined)
    return readAllPages(reader, 'secrets', { namespace, labelSelector }, placed);
  if (source === 'file') return readAllPages(reader, 'secrets', { namespace }, placed);
  const lists = await Promise.all(
    [...pullSecretTypes.keys()].map((type) =>
      readAllPages(reader, 'secrets', { namespace, fieldSelector: `type=${type}` }, placed),
    ),
  );
  return {
    items: lists.flatMap((list) => list.items),
    unread: lists.find((list) => list.unread !== null)?.unread ?? null,
  };
}

const placed = (object: Parameters<typeof toSecret>[0]): SecretObject => {
  const secret = toSecret(object);
  return { ...secret, namespace: secret.namespace || 'default' };
};
