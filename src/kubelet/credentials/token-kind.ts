import { jwtClaims } from './token-claims.ts';

const forms: readonly (readonly [string, RegExp])[] = [
  ['github-classic-token', /^ghp_\w{16,}$/],
  ['github-fine-grained-token', /^github_pat_\w{20,}$/],
  ['github-oauth-token', /^gho_\w{16,}$/],
  ['github-app-token', /^gh[su]_[\w.-]{16,}$/],
  ['github-refresh-token', /^ghr_\w{16,}$/],
  ['gitlab-token', /^glpat-[\w.-]{10,}$/],
  ['gitlab-deploy-token', /^gldt-[\w.-]{10,}$/],
  ['gitlab-job-token', /^glcbt-[\w.-]{10,}$/],
  ['gitlab-other-token', /^(?:glrt|glptt|gloas|glsoat|glft|glimt|glagent|glffct)-[\w.-]{10,}$/],
  ['docker-access-token', /^dckr_pat_[\w-]{10,}$/],
  ['docker-organization-token', /^dckr_oat_[\w-]{10,}$/],
  ['vault-token', /^hv[sbr]\.[\w-]{20,}$/],
  ['gcp-access-token', /^ya29\.[\w-]{10,}/],
  ['aws-access-key-id', /^A(?:KIA|SIA)[0-9A-Z]{16}$/],
  // base64 of `{"payload":"`
  ['aws-ecr-token', /^eyJwYXlsb2FkIjoi[\w+/=-]*$/],
  ['digitalocean-token', /^do[opr]_v1_[0-9a-f]{32,}$/],
  ['nvidia-key', /^nvapi-[\w-]{20,}$/],
  ['jwt', /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$/],
];

/** The kind of token that a text is by its prefix or form (`jwt`, `github-classic-token`, …); null where the form says nothing. */
export function tokenKind(text: string): string | null {
  const trimmed = text.trim();
  return forms.find(([, form]) => form.test(trimmed))?.[0] ?? null;
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

/** What a password is, by its form; null where that says nothing. `keyFile`: it reads as the key file of a Google service account. */
export function credentialKind(password: string, keyFile: boolean): string | null {
  const kind = tokenKind(password);
  if (kind === null) return keyFile ? 'gcp-json-key' : null;
  return kind === 'jwt' ? jwtKind(password) : kind;
}
