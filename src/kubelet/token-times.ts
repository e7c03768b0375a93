import { decodeBase64 } from './go-base64.ts';
import { decodeStrict, encodeUtf8 } from './utf8.ts';

/** When a token starts and stops being valid, RFC 3339; null where it does not say. */
export interface TokenTimes {
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
}

/** Seconds since 1970 as RFC 3339; null for anything that is no such number. */
function timeOf(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds < 253_402_300_800)) return null;
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

function jsonObject(base64: string): Readonly<Record<string, unknown>> {
  const standard = base64.trim().replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const decoded = decodeBase64(encodeUtf8(standard), false);
  const text = 'error' in decoded ? null : decodeStrict(decoded.bytes);
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/**
 * The life of a token: `nbf` and `exp` of a JWT, `expiration` of an ECR token (base64 of a JSON object). Nothing is verified.
 */
export function tokenTimes(token: string): TokenTimes {
  const parts = token.trim().split('.');
  if (parts.length === 3) {
    const claims = jsonObject(parts[1] ?? '');
    return { notBefore: timeOf(claims['nbf']), expiresAt: timeOf(claims['exp']) };
  }
  const envelope = parts.length === 1 ? jsonObject(token) : {};
  return { notBefore: null, expiresAt: timeOf(envelope['expiration']) };
}
