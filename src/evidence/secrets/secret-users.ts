import type { ServiceAccountObject } from '../../model/evidence.ts';
import type { PodPulls } from '../../model/secret-lint.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import { toPodPulls } from '../../objects/pod-pulls.ts';
import { toServiceAccount } from '../../objects/service-account.ts';
import { type Gathered, readAllPages } from './read-all-pages.ts';

/** Who may refer to pull secrets. */
export interface SecretUsers {
  readonly pods: Gathered<PodPulls>;
  /** Those that list any. */
  readonly accounts: Gathered<ServiceAccountObject>;
}

/** Reads the Pods and ServiceAccounts of a namespace; of all for null. */
export async function secretUsers(reader: ObjectReader, namespace: string | null): Promise<SecretUsers> {
  const [pods, accounts] = await Promise.all([
    readAllPages(reader, 'pods', { namespace }, toPodPulls),
    readAllPages(reader, 'serviceaccounts', { namespace }, (object) => {
      const account = toServiceAccount(object);
      return account.imagePullSecrets.length === 0 ? null : account;
    }),
  ]);
  return { pods, accounts };
}

/** The names that Pods and ServiceAccounts give as pull secrets, by namespace. */
export function namedSecrets({ pods, accounts }: SecretUsers): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  for (const { namespace, imagePullSecrets } of [...pods.items, ...accounts.items]) {
    const names = named.get(namespace) ?? new Set();
    for (const name of imagePullSecrets) names.add(name);
    named.set(namespace, names);
  }
  return named;
}
