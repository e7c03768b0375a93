import { matches } from '../../text/anchors.ts';
import { tokenShapes } from './token-shapes.ts';
import { jwtClaims } from './token-times.ts';

const forms = tokenShapes.map(([kind, form]) => [kind, new RegExp(`^(?:${form})$`)] as const);

/**
 * The kind of token that a text is by its prefix or form (`jwt`, `github-classic-token`, …); null
 * where the form says nothing.
 */
export function tokenKind(text: string): string | null {
  const trimmed = text.trim();
  return forms.find(([kind, form]) => kind !== null && matches(form, trimmed))?.[0] ?? null;
}

/** Whether a text has the form of a token, of a kind that a rule asks for or not. */
export function isToken(text: string): boolean {
  const trimmed = text.trim();
  return forms.some(([, form]) => matches(form, trimmed));
}

/** Whose JWT it is, where its issuer says. ACR: Azure/acr, docs/AAD-OAuth.md. */
function jwtKind(password: string): string {
  const claims = jwtClaims(password) ?? {};
  if (claims['iss'] === 'Azure Container Registry' && claims['grant_type'] === 'refresh_token')
    return 'acr-refresh-token';
  return 'kubernetes.io' in claims || claims['iss'] === 'kubernetes/serviceaccount'
    ? 'kubernetes-token'
    : 'jwt';
}

/**
 * What a password is, by its form; null where that says nothing. `keyFile`: it reads as the key
 * file of a Google service account.
 */
export function credentialKind(password: string, keyFile: boolean): string | null {
  const kind = tokenKind(password);
  if (kind === null) return keyFile ? 'gcp-json-key' : null;
  return kind === 'jwt' ? jwtKind(password) : kind;
}
