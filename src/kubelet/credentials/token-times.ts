import { trimEndOf } from '../../text/trim-end.ts';
import { decodeBase64 } from '../go/go-base64.ts';
import { decodeStrict, encodeUtf8 } from '../go/utf8.ts';

type Claims = Readonly<Record<string, unknown>>;

/** A text as a JSON object; null for anything else. */
export function jsonObject(text: string): Claims | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Base64 of either alphabet, padded or not, as a JSON object; null for anything else. */
export function base64Object(base64: string): Claims | null {
  const standard = trimEndOf(base64.trim(), '=').replaceAll('-', '+').replaceAll('_', '/');
  const decoded = decodeBase64(encodeUtf8(standard), false);
  const text = 'error' in decoded ? null : decodeStrict(decoded.bytes);
  return text === null ? null : jsonObject(text);
}

/** The claims of a JWT, unverified; null for anything else. */
export function jwtClaims(token: string): Claims | null {
  const [, claims, signature, ...rest] = token.trim().split('.');
  return claims === undefined || signature === undefined || rest.length > 0 ? null : base64Object(claims);
}

/** When a token starts and stops being valid, RFC 3339; null where it does not say. */
interface TokenTimes {
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
}

/** Seconds since 1970 as RFC 3339; null for anything that is no such number. */
function timeOf(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds < 253_402_300_800)) return null;
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * The life of a token: `nbf` and `exp` of a JWT, `expiration` of an ECR token (base64 of a JSON
 * object). Nothing is verified.
 */
export function tokenTimes(token: string): TokenTimes {
  const claims = jwtClaims(token);
  if (claims !== null) return { notBefore: timeOf(claims['nbf']), expiresAt: timeOf(claims['exp']) };
  const envelope = token.includes('.') ? null : base64Object(token);
  return { notBefore: null, expiresAt: timeOf(envelope?.['expiration']) };
}
