import { decodeBase64 } from './go-base64.ts';
import { decodeStrict, encodeUtf8 } from './utf8.ts';

/** Shorter texts decode to `x:y` by chance. */
const shortest = 12;

/** Whether a text is the base64 of `user:password`: an `auth` string that was pasted where a name or a host belongs. */
export function isEncodedLogin(text: string): boolean {
  const bare = text.trim().replace(/=+$/, '');
  const decoded = decodeBase64(encodeUtf8(bare), false);
  const plain = bare.length < shortest || 'error' in decoded ? null : decodeStrict(decoded.bytes);
  return plain?.includes(':') === true && !/\p{Cc}/u.test(plain);
}
