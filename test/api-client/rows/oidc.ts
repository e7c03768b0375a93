// biome-ignore-all format: one row a line
import { idToken } from '../oidc-issuer.ts';
import { bearer, type Row } from './row.ts';

const valid = idToken(4102444800);

export const oidcRows: readonly Row[] = [
  { what: 'an ID token', args: '--user=oidc', sees: bearer(valid) },
  { what: 'an ID token that has expired', args: '--user=oidc-expired', sees: bearer(`${valid}new`) },
  { what: 'a refresh token alone', args: '--user=oidc-new', sees: bearer(`${valid}new`) },
  { what: 'an ID token that has expired, and no refresh token', args: '--user=oidc-no-refresh', refuses: /could not be renewed: the kubeconfig holds no refresh token$/ },
  { what: 'an issuer of an unknown authority', args: '--user=oidc-untrusted', refuses: /gave no answer \([A-Z_]+\)$/ },
  { what: 'a refresh token that is refused', args: '--user=oidc-refused', refuses: /answered 400 \(invalid_grant\)$/ },
  { what: 'no issuer', args: '--user=oidc-no-issuer', refuses: /needs idp-issuer-url and client-id$/ },
  { what: 'a token by flag over an ID token', args: '--user=oidc --token=flag', sees: bearer('flag') },
  { what: 'a certificate and an ID token', args: '--user=oidc-and-pair', sees: `/c shop cn=jane, Bearer ${valid}` },
  { what: 'an ID token that has expired is not renewed for plain http', args: '--user=oidc-refused --cluster=plain', sees: '/plain shop http' },
];
