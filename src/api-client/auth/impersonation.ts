import { ConnectionProblem } from '../kubeconfig/connection-error.ts';
import type { User } from '../kubeconfig/kubeconfig.ts';

/** The Impersonate headers of --as, --as-group, --as-uid and user extra; every value is a header of its own (client-go, transport). */
export function impersonationHeaders(user: User): Readonly<Record<string, string[]>> {
  const groups = user.asGroups ?? [];
  const extra = Object.entries(user.asUserExtra ?? {});
  if (user.as === undefined) {
    if (groups.length > 0 || user.asUid !== undefined || extra.length > 0)
      throw new ConnectionProblem('--as-group, --as-uid and user extra need a user to impersonate: add --as');
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

/** UTF-8 bytes as the one-byte characters that Node writes into headers. */
export function headerText(value: string, what: string): string {
  const bytes = Buffer.from(value).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header may not hold
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(bytes))
    throw new ConnectionProblem(`${what} holds a line break or another control character`);
  return bytes;
}
