const forms: readonly (readonly [string, RegExp])[] = [
  ['github-token', /^(?:gh[opsur]_\w{16,}|github_pat_\w{20,})$/],
  ['gitlab-token', /^(?:glpat|gldt|glrt|glcbt|glptt|gloas|glsoat|glft|glimt|glagent|glffct)-[\w.-]{10,}$/],
  ['docker-token', /^dckr_(?:pat|oat)_[\w-]{10,}$/],
  ['vault-token', /^hv[sbr]\.[\w-]{20,}$/],
  ['gcp-access-token', /^ya29\.[\w-]{10,}/],
  ['aws-access-key-id', /^A(?:KIA|SIA)[0-9A-Z]{16}$/],
  ['digitalocean-token', /^do[opr]_v1_[0-9a-f]{32,}$/],
  ['jwt', /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$/],
];

/** The kind of token that a text is by its prefix or form (`jwt`, `github-token`, …); null where the form says nothing. */
export function tokenKind(text: string): string | null {
  const trimmed = text.trim();
  return forms.find(([, form]) => form.test(trimmed))?.[0] ?? null;
}

/** What a password is, by its form or by the user name that registries reserve for it; null where neither says anything. */
export function credentialKind(username: string, password: string): string | null {
  if (password === '') return null;
  const byForm = tokenKind(password);
  if (byForm !== null) return byForm;
  if (/^_json_key(_base64)?$/.test(username) || /"type"\s*:\s*"service_account"/.test(password))
    return 'gcp-json-key';
  if (username === 'AWS') return 'aws-ecr-token';
  if (username === 'oauth2accesstoken') return 'gcp-access-token';
  return null;
}
