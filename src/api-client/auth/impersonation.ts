import { headerText } from '../http/open-credentials.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { User } from '../kubeconfig/kubeconfig.ts';

/**
 * The Impersonate headers of --as, --as-group, --as-uid and user extra; every value is a header of
 * its own (client-go, transport).
 */
export function impersonationHeaders(user: User): Readonly<Record<string, string[]>> {
  const groups = user.asGroups ?? [];
  const extra = Object.entries(user.asUserExtra ?? {});
  if (user.as === undefined) {
    if (groups.length > 0 || user.asUid !== undefined || extra.length > 0)
      throw new ConnectionError('--as-group, --as-uid and user extra need a user to impersonate: add --as');
    return {};
  }
  const header = (name: string, values: readonly string[]) =>
    values.length === 0 ? [] : [[name, values.map((value) => headerText(value, name))]];
  return Object.fromEntries([
    ...header('impersonate-user', [user.as]),
    ...header('impersonate-uid', user.asUid === undefined ? [] : [user.asUid]),
    ...header('impersonate-group', groups),
    ...extra.flatMap(([key, values]) => header(`impersonate-extra-${escapeKey(key)}`, values)),
  ]);
}

/** Percent-encodes what a header name may not hold. */
const escapeKey = (key: string) =>
  key.replaceAll(/[^\w!#$&'*+.^`|~-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
