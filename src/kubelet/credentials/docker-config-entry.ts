import type { DecodeProblem } from '../../model/pull-secret.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { foldName, type JsonValue, jsonKind, jsonMembers, jsonString, parseJson } from '../go/go-json.ts';
import { trimSpace } from '../go/go-space.ts';
import { decodeUtf8, encodeUtf8 } from '../go/utf8.ts';

type AuthField =
  | { readonly ok: true; readonly username: Uint8Array; readonly password: Uint8Array }
  | { readonly ok: false; readonly class: DecodeProblem['class']; readonly text: string };

const noColon = 'unable to parse auth field, must be formatted as base64(username:password)';

/**
 * Decodes an entry's `auth` into user and password, nothing trimmed. Imitates
 * decodeDockerConfigFieldAuth (pkg/credentialprovider/config.go): padded base64 where the trimmed
 * text ends in `=`, unpadded otherwise.
 */
export function decodeAuthField(field: Uint8Array): AuthField {
  const padded = trimSpace(decodeUtf8(field)).endsWith('=');
  const decoded = decodeBase64(field, padded);
  if ('error' in decoded) return { ok: false, class: 'auth-base64', text: decoded.error };
  const colon = decoded.bytes.indexOf(0x3a);
  if (colon === -1) return { ok: false, class: 'auth-format', text: noColon };
  return {
    ok: true,
    username: decoded.bytes.subarray(0, colon),
    password: decoded.bytes.subarray(colon + 1),
  };
}

/** What one entry says: the user and password that the kubelet takes, and the fields as written. */
export interface ConfigEntry {
  readonly username: Uint8Array;
  readonly password: Uint8Array;
  readonly email: string;
  readonly fields: { readonly username: string; readonly password: string; readonly auth: string };
}

export type Problem = Pick<DecodeProblem, 'class' | 'text'>;
type Decoded<T> = ({ readonly ok: true } & T) | ({ readonly ok: false } & Problem);

/** Go's json.UnmarshalTypeError in words. `field` is `Struct.field`, or null outside a struct. */
export const typeProblem = (value: JsonValue, field: string | null, type: string): Problem => ({
  class: 'json-type',
  text: `json: cannot unmarshal ${jsonKind(value)} into Go ${field === null ? 'value' : `struct field ${field}`} of type ${type}`,
});

const entryType = 'dockerConfigEntryWithAuth';

/**
 * Decodes one auth entry. Imitates DockerConfigEntry.UnmarshalJSON
 * (pkg/credentialprovider/config.go): every field is typed before `auth` is decoded, and `auth`
 * replaces user and password. `field` is the struct field that holds the map of entries, or null.
 */
export function readEntry(value: JsonValue, field: string | null): Decoded<{ entry: ConfigEntry }> {
  const texts = { username: '', password: '', email: '', auth: '' };
  const kind = jsonKind(value);
  if (kind !== 'object' && kind !== 'null')
    return { ok: false, ...typeProblem(value, field, `credentialprovider.${entryType}`) };
  let wrong: Problem | null = null;
  for (const [name, member] of kind === 'object' ? jsonMembers(value) : []) {
    const known = foldName(name);
    if (!(known === 'username' || known === 'password' || known === 'email' || known === 'auth')) continue;
    const memberKind = jsonKind(member);
    if (memberKind === 'string') texts[known] = jsonString(member);
    else if (memberKind !== 'null') wrong ??= typeProblem(member, field ?? `${entryType}.${known}`, 'string');
  }
  if (wrong !== null) return { ok: false, ...wrong };
  const { email, ...fields } = texts;
  if (fields.auth === '') {
    const [username, password] = [encodeUtf8(fields.username), encodeUtf8(fields.password)];
    return { ok: true, entry: { username, password, email, fields } };
  }
  const auth = decodeAuthField(encodeUtf8(fields.auth));
  if (!auth.ok) return auth;
  return { ok: true, entry: { username: auth.username, password: auth.password, email, fields } };
}

/** Decodes the JSON text of one auth entry on its own. */
export function decodeEntry(bytes: Uint8Array): Decoded<{ entry: ConfigEntry }> {
  const parsed = parseJson(bytes);
  if ('error' in parsed) return { ok: false, class: 'json-syntax', text: parsed.error };
  return readEntry(parsed.value, null);
}
