import { base64Object, jwtClaims } from './token-claims.ts';

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

/**
 * The life of a token: `nbf` and `exp` of a JWT, `expiration` of an ECR token (base64 of a JSON object). Nothing is verified.
 */
export function tokenTimes(token: string): TokenTimes {
  const claims = jwtClaims(token);
  if (claims !== null) return { notBefore: timeOf(claims['nbf']), expiresAt: timeOf(claims['exp']) };
  const envelope = token.includes('.') ? null : base64Object(token);
  return { notBefore: null, expiresAt: timeOf(envelope?.['expiration']) };
}
