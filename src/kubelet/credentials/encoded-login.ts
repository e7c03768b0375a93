import { trimEndOf } from '../../text/trim-end.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { decodeStrict, encodeUtf8 } from '../go/utf8.ts';

/** Shorter texts decode to `x:y` by chance. */
const shortest = 12;

/**
 * Whether a text is the base64 of `user:password`, in either alphabet: an `auth` string that was pasted where a name or a host belongs. The
 * password may be anything, a line end and bytes that are no text included; chance seldom makes a user name.
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
