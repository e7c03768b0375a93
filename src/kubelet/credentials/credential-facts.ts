import type { CredentialFacts } from '../../model/pull-secret.ts';
import { trimEndOf } from '../../text/trim-end.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { decodeStrict, decodeUtf8, encodeUtf8 } from '../go/utf8.ts';
import type { ConfigEntry } from './docker-config-entry.ts';
import { edgeSpaces } from './edge-space.ts';
import { isEncodedLogin } from './encoded-login.ts';
import { googleKey } from './google-key.ts';
import { isPlaceholder } from './placeholder.ts';
import { wantedUser } from './reserved-user.ts';
import { credentialKind, isToken, tokenKind } from './token-kind.ts';
import { tokenTimes } from './token-times.ts';

/** `robot$ci` or `robot$project+ci` in double quotes: the shell takes `$ci`, `$project` for an empty variable. */
const cutRobotName = /^robot(?:\$|\+.*)?$/;

const length = (text: string) => [...text].length;

/** Whether a password is the base64 of `user:…`: an `auth` string or an authorization token where the password belongs. */
function isEncodedAuth(username: string, password: string): boolean {
  const decoded = decodeBase64(encodeUtf8(trimEndOf(password.trim(), '=')), false);
  const text = 'error' in decoded ? null : decodeStrict(decoded.bytes);
  return username !== '' && text?.startsWith(`${username}:`) === true;
}

function disagrees({ fields }: ConfigEntry, username: string, password: string): boolean {
  if (fields.auth === '') return false;
  const differs = (field: string, used: string) => field !== '' && field !== used;
  return differs(fields.username, username) || differs(fields.password, password);
}

function placeholderField(username: string, password: string): CredentialFacts['placeholder'] {
  if (isPlaceholder(password)) return 'password';
  // docker itself writes the user `<token>` beside an identity token
  return username !== '<token>' && isPlaceholder(username) ? 'username' : null;
}

/** What may be said of an entry's credential without giving it away. Lengths are in characters, times RFC 3339. */
export function credentialFacts(entry: ConfigEntry): CredentialFacts {
  const username = decodeUtf8(entry.username);
  const password = decodeUtf8(entry.password);
  const key = googleKey(username, password);
  const kind = credentialKind(password, key !== null && key.fault !== 'not-json');
  return {
    usernameLength: length(username),
    passwordLength: length(password),
    edges: [...edgeSpaces('username', username), ...edgeSpaces('password', password)],
    kind,
    usernameKind: tokenKind(username),
    wantedUser: wantedUser(username, kind, key),
    googleKey: key,
    ...tokenTimes(password),
    robotNameCut: cutRobotName.test(username.trim()),
    placeholder: placeholderField(username, password),
    doubleEncoded: isEncodedAuth(username, password),
    disagrees: disagrees(entry, username, password),
    ecrUser: username.trim() === 'AWS',
  };
}

/**
 * The user name where it may be shown; null where it is empty, long, not printable, looks like a token or a whole login (a user name holds
 * no colon), or holds the password.
 */
export function displayUsername(entry: ConfigEntry): string | null {
  const username = decodeStrict(entry.username);
  const password = decodeUtf8(entry.password);
  if (username === null || username === '' || length(username) > 128) return null;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(username) || isToken(username)) return null;
  if (username.includes(':') || isEncodedLogin(username) || looksRandom(username)) return null;
  // with an empty password the user itself may be the token (`auth: base64("TOKEN:")`)
  return password === '' || username.includes(password) ? null : username;
}

/** Long, of upper case, lower case and digits, in no words: a token that was written where the user belongs. */
const looksRandom = (name: string) =>
  /^[\w.~+/-]{20,}$/.test(name) &&
  /[A-Z]/.test(name) &&
  /[a-z]/.test(name) &&
  (name.match(/\d/g)?.length ?? 0) >= 3;
