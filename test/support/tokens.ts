/** An unsigned JWT with this end, RFC 3339. */
export function jwtUntil(end: string): string {
  const parts = [{ alg: 'RS256', typ: 'JWT' }, { sub: 'ci', exp: Date.parse(end) / 1000 }, { s: 1 }];
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
