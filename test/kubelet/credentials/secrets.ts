import type { SecretReference } from '../../../src/model/evidence.ts';
import { found } from '../../../src/model/observed.ts';
import { seal } from '../../../src/model/sealed.ts';

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A reference to a secret that was found; `data` is given as text. */
export function secretOf(
  name: string,
  type: string,
  data: Readonly<Record<string, string>>,
): SecretReference {
  const sealed = seal(Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])));
  const object = { namespace: 'shop', name, type, keys: Object.keys(data), data: sealed };
  return { name, secret: found({ ...object, createdAt: null, changedAt: null }) };
}

export type Login = Readonly<Record<string, unknown>>;

/** A pull secret of today's type with these entries by location. */
export const pullSecret = (name: string, auths: Readonly<Record<string, Login>>): SecretReference =>
  secretOf(name, 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': JSON.stringify({ auths }) });

export const login = (username: string, password: string): Login => ({
  auth: base64(`${username}:${password}`),
});
