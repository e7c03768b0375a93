import type { GoogleKey } from '../../model/pull-secret.ts';

/** The user name that goes with a kind of token, by the registry's documentation, and older ones that are taken too. */
const reserved: ReadonlyMap<string, { readonly name: string; readonly also?: RegExp }> = new Map(
  Object.entries<{ readonly name: string; readonly also?: RegExp }>({
    'aws-ecr-token': { name: 'AWS' },
    'gcp-access-token': { name: 'oauth2accesstoken', also: /^_(?:dcgcr_\w+_)?token$/ },
    'acr-refresh-token': { name: '00000000-0000-0000-0000-000000000000' },
    'gitlab-job-token': { name: 'gitlab-ci-token' },
    'nvidia-key': { name: '$oauthtoken' },
  }),
);

/** The user name that has to stand beside this kind of password, where another does; null where any will do or the right one does. */
export function wantedUser(username: string, kind: string | null, key: GoogleKey | null): string | null {
  const user = username.trim();
  if (key !== null && key.fault !== 'not-json') {
    const name = key.encoded ? '_json_key_base64' : '_json_key';
    return user === name ? null : name;
  }
  const rule = kind === null ? undefined : reserved.get(kind);
  return rule === undefined || user === rule.name || rule.also?.test(user) === true ? null : rule.name;
}
