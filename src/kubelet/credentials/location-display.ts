import { isEncodedLogin } from './credential-facts.ts';
import { isToken } from './token-kind.ts';

const redacted = '[redacted]';
const scheme = /^(?:[a-z][a-z0-9+.-]*:\/\/|https?:\/?)/i;
const ordinaryPort = /^(?::(?:\d*|\*))*$/;

/**
 * Whether any part of a location or key is itself a token or an `auth` string, as when one was
 * pasted in the wrong place.
 */
const holdsToken = (text: string) =>
  // base64 may hold slashes: both with and without them
  [text, text.replace(/\/v[12]\/?$/, ''), ...text.split(/[:@?#]/), ...text.split(/[/:@?#]/)].some(
    (part) => isToken(part) || isEncodedLogin(part),
  );

function displayAuthority(authority: string): string {
  const colon = authority.startsWith('[') ? authority.indexOf(']') + 1 : authority.indexOf(':');
  if (colon === -1 || ordinaryPort.test(authority.slice(colon))) return authority;
  // `user:password` without a host looks like this
  return `${authority.slice(0, authority.indexOf(':', colon) + 1)}${redacted}`;
}

/**
 * An auth location fit to be shown: user info, query and fragment redacted
 * (`https://[redacted]@host`), all of it where it holds a token or where user info cannot be told
 * from the rest.
 */
export function displayLocation(location: string): string {
  const prefix = scheme.exec(location)?.[0] ?? '';
  const rest = location.slice(prefix.length);
  if (holdsToken(rest)) return prefix + redacted;
  const at = rest.lastIndexOf('@');
  const tail = /[?#]/.exec(rest)?.index ?? rest.length;
  if (at > tail) return prefix + redacted;
  const user = at === -1 ? '' : `${redacted}@`;
  const shown = rest.slice(at + 1, tail);
  const slash = shown.indexOf('/');
  const authority = slash === -1 ? shown : shown.slice(0, slash);
  const path = slash === -1 ? '' : shown.slice(slash);
  const query = tail === rest.length ? '' : rest.charAt(tail) + (tail + 1 < rest.length ? redacted : '');
  return `${prefix}${user}${displayAuthority(authority)}${path}${query}`;
}

/**
 * The key of a location fit to be shown: `[redacted]` where it holds a token, or where the user
 * info may have been read as host and path (`user:12/34@host`).
 */
export function displayKey(location: string, key: string): string {
  const rest = location.slice(scheme.exec(location)?.[0].length ?? 0);
  const authority = /[/?#]/.exec(rest)?.index ?? rest.length;
  // the URL's own user info is gone from a key: what an @ still follows was read as a path
  return key.includes('@') || rest.lastIndexOf('@') > authority || holdsToken(key) ? redacted : key;
}
