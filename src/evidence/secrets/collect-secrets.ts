import { pullSecretTypes } from '../../kubelet/credentials/read-pull-secret.ts';
import type { SecretObject } from '../../model/evidence.ts';
import { found } from '../../model/observed.ts';
import type { SecretEvidence } from '../../model/secret-lint.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import type { Observation } from '../collect-pod.ts';
import type { SecretScope } from './list-secrets.ts';
import type { Gathered } from './read-all-pages.ts';
import { mostLookups, readSecrets, secretsElsewhere } from './read-secrets.ts';
import { namedSecrets, type SecretUsers } from './secret-users.ts';

/** A pull secret's place; `secret` undefined: it is to be read. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly secret: SecretObject | undefined;
}

/**
 * The pull secrets of a scope: those of a pull secret's type, and what Pods and ServiceAccounts
 * name as one, whatever its type and whether it is there. With a label selector, only what carries
 * the labels.
 */
export function placesOf(
  listed: Gathered<SecretObject>,
  users: SecretUsers,
  { labelSelector }: SecretScope,
): readonly Place[] {
  const named = namedSecrets(users);
  const held = listed.items
    .filter(
      ({ namespace, name, type }) => pullSecretTypes.has(type) || named.get(namespace)?.has(name) === true,
    )
    .map((secret) => ({ namespace: secret.namespace, name: secret.name, secret }));
  if (labelSelector !== undefined) return held;
  const seen = new Set(held.map(({ namespace, name }) => `${namespace}/${name}`));
  const others = [...named].flatMap(([namespace, names]) =>
    [...names]
      .filter((name) => !seen.has(`${namespace}/${name}`))
      .map((name) => ({ namespace, name, secret: undefined })),
  );
  return [...held, ...others];
}

/**
 * Reads what is still to be read of these secrets, absent ones in other namespaces too, and puts
 * their users beside them.
 */
export async function collectSecrets(
  reader: ObjectReader,
  places: readonly Place[],
  users: SecretUsers,
  { source, observedAt }: Observation,
): Promise<readonly SecretEvidence[]> {
  const pods = Map.groupBy(users.pods.items, (pod) => pod.namespace);
  const accounts = Map.groupBy(users.accounts.items, (account) => account.namespace);
  const unread = Map.groupBy(
    places.filter(({ secret }) => secret === undefined),
    ({ namespace }) => namespace,
  );
  const read = new Map(
    await Promise.all(
      [...unread].map(async ([namespace, some]) => {
        const references = await readSecrets(
          reader,
          namespace,
          some.map(({ name }) => name),
        );
        return [namespace, new Map(references.map((one) => [one.name, one]))] as const;
      }),
    ),
  );
  const references = places.flatMap(({ namespace, name, secret }) => {
    const reference = secret === undefined ? read.get(namespace)?.get(name) : { name, secret: found(secret) };
    return reference === undefined ? [] : [{ namespace, reference }];
  });
  const lookedUp = new Set(
    references
      .filter(({ reference }) => reference.secret.status === 'absent')
      .map(({ reference }) => reference.name)
      .slice(0, source === 'file' ? undefined : mostLookups),
  );
  return Promise.all(
    references.map(async ({ namespace, reference }) => ({
      namespace,
      reference,
      pods: pods.get(namespace) ?? [],
      accounts: accounts.get(namespace) ?? [],
      elsewhere:
        reference.secret.status === 'absent' && lookedUp.has(reference.name)
          ? await secretsElsewhere(reader, namespace, reference.name)
          : null,
      observedAt,
      source,
    })),
  );
}
