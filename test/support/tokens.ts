import { base64 } from './objects.ts';

/** A JWT with these claims and no signature worth the name. */
export const jwtOf = (claims: object): string =>
  [{ alg: 'RS256', typ: 'JWT' }, claims, { s: 1 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

/** A JWT with this end, RFC 3339. */
export const jwtUntil = (end: string): string => jwtOf({ sub: 'ci', exp: Date.parse(end) / 1000 });

/** A JWT that is good for two hours from this time on, RFC 3339. */
export const jwtFrom = (start: string): string =>
  jwtOf({ sub: 'ci', nbf: Date.parse(start) / 1000, exp: Date.parse(start) / 1000 + 7200 });

/** An ECR token that tells its end, RFC 3339. */
export const ecrTokenUntil = (end: string): string =>
  base64(JSON.stringify({ payload: 'b3BhcXVl', version: '2', expiration: Date.parse(end) / 1000 }));

/** The key file of a Google service account of this project. */
export const googleKeyFile = (project: string, changes: object = {}): string =>
  JSON.stringify({
    type: 'service_account',
    project_id: project,
    private_key_id: '0123456789abcdef0123456789abcdef01234567',
    private_key: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----\n',
    client_email: `puller@${project}.iam.gserviceaccount.com`,
    ...changes,
  });

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Texts of the forms of other makers' tokens. */
export const tokens = {
  githubClassic: `ghp_${letters}`,
  githubFineGrained: `github_pat_${letters}`,
  githubApp: `ghs_${letters}`,
  gitlab: 'glpat-abcdefghij0123456789',
  gitlabJob: 'glcbt-64_abcdefghij0123456789',
  dockerHub: 'dckr_pat_abcdefghijklmnop',
  vault: `hvs.${letters}`,
  google: `ya29.${letters}`,
  nvidia: `nvapi-${letters}`,
} as const;
