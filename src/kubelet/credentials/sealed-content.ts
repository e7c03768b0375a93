import type { SecretObject } from '../../model/evidence.ts';
import type { AuthEntry, Credential } from '../../model/pull-secret.ts';
import type { Sealed } from '../../model/sealed.ts';
// biome-ignore lint/style/noRestrictedImports: the reader of pull secrets opens them
import { unseal } from '../../model/unseal.ts';
import { type CredentialIndex, indexCredentials } from '../../text/redact/matcher.ts';
import { type Base64Result, decodeBase64 } from '../go/go-base64.ts';
import { encodeUtf8 } from '../go/utf8.ts';
import { credentialsIn } from './credentials-in.ts';

/**
 * The decoded values of a Secret by key. What this gives is a credential: it must stay inside this
 * folder.
 */
export function openSecretData(
  data: Sealed<Readonly<Record<string, string>>>,
): ReadonlyMap<string, Base64Result> {
  const decode = ([key, value]: [string, string]) => [key, decodeBase64(encodeUtf8(value), true)] as const;
  return new Map(Object.entries(unseal(data)).map(decode));
}

/** The bytes of a node's config.json. They must stay inside this folder. */
export const openNodeConfig = (config: Sealed<string>): Uint8Array => encodeUtf8(unseal(config));

/**
 * The key by which an entry matches, where `entry.key` is only its redacted form too. It must not
 * be shown.
 */
export const keyOf = (entry: AuthEntry): string | null => unseal(entry.credential).key ?? entry.key;

/** Whether two credentials are the same in every field. */
export function sameCredential(a: Sealed<Credential>, b: Sealed<Credential>): boolean {
  const [left, right] = [unseal(a), unseal(b)];
  return JSON.stringify(left) === JSON.stringify(right);
}

const indices = new WeakMap<object, CredentialIndex>();

const openCredentials = ({ data }: SecretObject) => Object.values(unseal(data)).flatMap(credentialsIn);

/**
 * An index by which the credentials of a Secret are found in others' words. It gives none of them
 * away. Made once for a Secret.
 */
export function credentialIndex(secret: SecretObject): CredentialIndex {
  const known = indices.get(secret.data);
  if (known !== undefined) return known;
  const made = indexCredentials(openCredentials(secret));
  indices.set(secret.data, made);
  return made;
}

/** One index for all of these Secrets. */
export const jointIndex = (secrets: readonly SecretObject[]): CredentialIndex =>
  indexCredentials(secrets.flatMap(openCredentials), 500_000);
