import type { DecodeProblem } from '../../model/pull-secret.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { trimSpace } from '../go/go-space.ts';
import { decodeUtf8 } from '../go/utf8.ts';

export type AuthField =
  | { readonly ok: true; readonly username: Uint8Array; readonly password: Uint8Array }
  | { readonly ok: false; readonly class: DecodeProblem['class']; readonly text: string };

const noColon = 'unable to parse auth field, must be formatted as base64(username:password)';

/**
 * Decodes an entry's `auth` into user and password, nothing trimmed. Imitates decodeDockerConfigFieldAuth
 * (pkg/credentialprovider/config.go): padded base64 where the trimmed text ends in `=`, unpadded otherwise.
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
