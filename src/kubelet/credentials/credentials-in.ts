import {
  foldName,
  type JsonValue,
  jsonElements,
  jsonKind,
  jsonMembers,
  jsonString,
  parseJson,
} from '../go/go-json.ts';
import { decodeUtf8 } from '../go/utf8.ts';
import { isPlaceholder } from './credential-facts.ts';
import { isToken } from './token-kind.ts';
import { jsonObject } from './token-times.ts';

/** Fields of a docker config that are no credentials. */
const harmless = new Set(['username', 'email', 'credsstore', 'credhelpers', 'serveraddress', 'user-agent']);
/** Fields of a key file that let the bearer in. */
const keyFields = ['private_key', 'private_key_id', 'client_secret', 'refresh_token'];
/** Deeper than a docker config ever is. */
const deepest = 8;
/** A text that is no JSON, and too long for a password or a token. */
const longestPlain = 16_000;

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();

/**
 * Every credential in a value of a Secret's `data` (base64), also where the kubelet cannot decode
 * it. They must stay inside this folder.
 */
export function credentialsIn(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'base64');
  const text = decodeUtf8(bytes);
  const parsed = parseJson(bytes);
  const kind = 'value' in parsed ? jsonKind(parsed.value) : null;
  const found =
    'value' in parsed && (kind === 'object' || kind === 'array')
      ? leavesOf(parsed.value, 0)
      : (looseFields(text) ?? (text.length <= longestPlain ? [text.trim()] : []));
  return found.filter((one) => !isPlaceholder(one));
}

function leavesOf(value: JsonValue, depth: number): readonly string[] {
  if (depth > deepest) return [];
  if (jsonKind(value) === 'array') return jsonElements(value).flatMap((one) => leavesOf(one, depth + 1));
  if (jsonKind(value) !== 'object') return [];
  return jsonMembers(value).flatMap(([name, member]) => {
    const field = foldName(name);
    const kind = jsonKind(member);
    if (kind === 'object' || kind === 'array')
      return harmless.has(field) ? [] : [...loginOf(name), ...leavesOf(member, depth + 1)];
    if (kind !== 'string') return [];
    const text = jsonString(member);
    if (field === 'username') return isToken(text) ? [text] : [];
    return harmless.has(field) ? [] : credential(field, text);
  });
}

function credential(field: string, text: string): readonly string[] {
  if (field === 'auth') {
    const login = fromBase64(text);
    const colon = login.indexOf(':');
    const user = login.slice(0, Math.max(0, colon));
    const users = isToken(user) || user.length >= 64 ? [user] : [];
    return [text.trim(), ...users, ...password(login.slice(colon + 1).trim())];
  }
  return password(text.trim());
}

/** A password, and of one that is a key file in plain or in base64 the parts that count. */
function password(text: string): readonly string[] {
  const plain = text.startsWith('{') ? text : fromBase64(text);
  const file = plain.startsWith('{') ? jsonObject(plain) : null;
  if (file === null) return [text];
  const keys = keyFields.flatMap((name) => {
    const value = file[name];
    return typeof value === 'string' ? [value] : [];
  });
  return plain === text ? keys : [text, ...keys];
}

/** The password of a login in a registry's location (`https://user:password@host`). */
function loginOf(location: string): readonly string[] {
  const at = location.lastIndexOf('@');
  if (at === -1) return [];
  const login = location.slice(0, at).replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
  return [login.slice(login.indexOf(':') + 1)];
}

/** Credential fields of a text that is nearly JSON; null where it has none. */
function looseFields(text: string): readonly string[] | null {
  const fields =
    /["']?\b(auth|password|identitytoken|registrytoken)["']?\s{0,9}[:=]\s{0,9}(?:"((?:[^"\\]|\\.){1,16000})|'([^']{1,16000})|([^\s"',}]{1,16000}))/gi;
  const found = [...text.matchAll(fields)].flatMap(([, name = '', quoted, single, bare]) =>
    credential(foldName(name), quoted ?? single ?? bare ?? ''),
  );
  return found.length === 0 ? null : found;
}
