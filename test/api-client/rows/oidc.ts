// biome-ignore-all format: one row a line
import { idToken } from '../oidc-issuer.ts';
import { bearer, type Row } from './row.ts';

const valid = idToken(4102444800);

export const oidcRows: readonly Row[] = [
  { what: 'an ID token', args: '--user=oidc', sees: bearer(valid) },
  { what: 'an ID token that has expired', args: '--user=oidc-expired', needsKubectl: true, sees: bearer(`${valid}new`) },
  { what: 'a refresh token alone', args: '--user=oidc-new', needsKubectl: true, sees: bearer(`${valid}new`) },
  { what: 'an ID token that has expired, and no refresh token', args: '--user=oidc-no-refresh', refuses: /^the ID token of user "oidc-no-refresh" has expired, and kubectl/ },
  { what: 'an issuer of an unknown authority', args: '--user=oidc-untrusted', refuses: /^user "oidc-untrusted" has no ID token, and kubectl/ },
  { what: 'a refresh token that is refused', args: '--user=oidc-refused', refuses: /^user "oidc-refused" has no ID token, and kubectl/ },
  { what: 'no issuer', args: '--user=oidc-no-issuer', refuses: /^user "oidc-no-issuer" has no ID token, and kubectl/ },
  { what: 'a token by flag over an ID token', args: '--user=oidc --token=flag', sees: bearer('flag') },
  { what: 'a certificate and an ID token', args: '--user=oidc-and-pair', sees: `/c shop cn=jane, Bearer ${valid}` },
  { what: 'an ID token that has expired is not renewed for plain http', args: '--user=oidc-refused --cluster=plain', sees: '/plain shop http' },
];
