import type { CredentialFacts, EdgeSpace, GoogleKey } from '../../model/pull-secret.ts';
import { trimEndOf } from '../../text/trim-end.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { trimBy } from '../go/go-space.ts';
import { decodeStrict, decodeUtf8, encodeUtf8 } from '../go/utf8.ts';
import type { ConfigEntry } from './docker-config-entry.ts';
import { googleKey } from './google-key.ts';
import { credentialKind, isToken, tokenKind } from './token-kind.ts';
import { tokenTimes } from './token-times.ts';

type Kind = EdgeSpace['kinds'][number];

// Invisible characters that come with copying count as white space here: no password is meant to
// begin or end with one.
const invisible = /[\s\u0085\u200b\u2060\ufeff]/;
const named: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    '\n': 'newline',
    '\r': 'carriage-return',
    '\t': 'tab',
    ' ': 'space',
  }),
);

const kindsOf = (run: string): readonly Kind[] => [
  ...new Set([...run].map((char) => named.get(char) ?? 'other')),
];

/** White space at the edges of a field. A field of nothing else has it at its end alone. */
function edgeSpaces(field: EdgeSpace['field'], text: string): readonly EdgeSpace[] {
  const inner = trimBy(invisible, text);
  const from = inner === '' ? 0 : text.indexOf(inner);
  const atStart = text.slice(0, from);
  const atEnd = text.slice(from + inner.length);
  const edges: EdgeSpace[] = [];
  if (atStart !== '') edges.push({ field, edge: 'start', kinds: kindsOf(atStart) });
  if (atEnd !== '') edges.push({ field, edge: 'end', kinds: kindsOf(atEnd) });
  return edges;
}

const syntaxes: readonly RegExp[] = [
  /^<[^<>]+>$/,
  /^\$\{[^{}]*\}$/,
  // `$oauthtoken` is a real user name, so that only the spelling of a shell variable counts
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^\$\([^()]*\)$/,
  /^%[A-Za-z_]\w*%$/,
  /^\{\{.*\}\}$/s,
];

const subject = '(?:docker|registry|github|gitlab|harbor|quay|hub|access|api|azure|acr)';
const noun = '(?:user(?:name)?|login|name|pass(?:word)?|pword|pwd|token|secret|key|pat|credentials?)';
const words = new RegExp(
  `^(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this)|place[-_ ]?holder|todo|fixme|x{3,}|your|redacted|insert[-_ ].*here|(?:your|my)[-_ ]?(?:${subject}[-_ ]?)*${noun}(?:[-_ ]?here)?)$`,
  'i',
);

/**
 * Whether a text is a placeholder that someone meant to replace: `<your-password>`, `${TOKEN}`,
 * `changeme`, …
 */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  return words.test(trimmed) || syntaxes.some((syntax) => syntax.test(trimmed));
}

/**
 * The user name that goes with a kind of token, by the registry's documentation, and older ones
 * that are taken too.
 */
const reserved: ReadonlyMap<string, { readonly name: string; readonly also?: RegExp }> = new Map(
  Object.entries<{ readonly name: string; readonly also?: RegExp }>({
    'aws-ecr-token': { name: 'AWS' },
    'gcp-access-token': { name: 'oauth2accesstoken', also: /^_(?:dcgcr_\w+_)?token$/ },
    'acr-refresh-token': { name: '00000000-0000-0000-0000-000000000000' },
    'gitlab-job-token': { name: 'gitlab-ci-token' },
    'nvidia-key': { name: '$oauthtoken' },
  }),
);

/**
 * The user name that has to stand beside this kind of password, where another does; null where any
 * will do or the right one does.
 */
export function wantedUser(username: string, kind: string | null, key: GoogleKey | null): string | null {
  const user = username.trim();
  if (key !== null && key.fault !== 'not-json') {
    const name = key.encoded ? '_json_key_base64' : '_json_key';
    return user === name ? null : name;
  }
  const rule = kind === null ? undefined : reserved.get(kind);
  return rule === undefined || user === rule.name || rule.also?.test(user) === true ? null : rule.name;
}

/** Shorter texts decode to `x:y` by chance. */
const shortest = 12;

/**
 * Whether a text is the base64 of `user:password`, in either alphabet: an `auth` string that was
 * pasted where a name or a host belongs. The password may be anything, a line end and bytes that
 * are no text included; chance seldom makes a user name.
 */
export function isEncodedLogin(text: string): boolean {
  const bare = trimEndOf(text.trim(), '=').replaceAll('-', '+').replaceAll('_', '/');
  if (bare.length < shortest) return false;
  const decoded = decodeBase64(encodeUtf8(bare), false);
  if ('error' in decoded) return false;
  const plain = decodeStrict(decoded.bytes);
  if (plain !== null) return /^[^\p{Cc}:]+:/u.test(plain) || /^:\P{Cc}+$/u.test(plain);
  return /^[\x20-\x39\x3b-\x7e]{3,}:/.test(String.fromCharCode(...decoded.bytes.subarray(0, 200)));
}

/**
 * `robot$ci` or `robot$project+ci` in double quotes: the shell takes `$ci`, `$project` for an empty
 * variable.
 */
const cutRobotName = /^robot(?:\$|\+.*)?$/;

const length = (text: string) => [...text].length;

/**
 * Whether a password is the base64 of `user:…`: an `auth` string or an authorization token where
 * the password belongs.
 */
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

/**
 * What may be said of an entry's credential without giving it away. Lengths are in characters,
 * times RFC 3339.
 */
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
 * The user name where it may be shown; null where it is empty, long, not printable, looks like a
 * token or a whole login (a user name holds no colon), or holds the password.
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

/**
 * Long, of upper case, lower case and digits, in no words: a token that was written where the user
 * belongs.
 */
const looksRandom = (name: string) =>
  /^[\w.~+/-]{20,}$/.test(name) &&
  /[A-Z]/.test(name) &&
  /[a-z]/.test(name) &&
  (name.match(/\d/g)?.length ?? 0) >= 3;
