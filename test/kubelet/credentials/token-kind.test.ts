import { describe, expect, it } from 'vitest';
import { wantedUser } from '../../../src/kubelet/credentials/credential-facts.ts';
import { credentialKind, tokenKind } from '../../../src/kubelet/credentials/token-kind.ts';
import { base64 } from './secrets.ts';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2ln`;
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ecr = base64(
  JSON.stringify({ payload: letters, datakey: 'x', version: '2', expiration: 1_700_000_000 }),
);
const acr = jwt({ iss: 'Azure Container Registry', aud: 'acme.azurecr.io', grant_type: 'refresh_token' });

describe('tokenKind', () => {
  it.each([
    [`ghp_${letters}`, 'github-classic-token'],
    [`github_pat_${'a1_'.repeat(20)}`, 'github-fine-grained-token'],
    [`gho_${letters}`, 'github-oauth-token'],
    [`ghs_${letters}`, 'github-app-token'],
    [`ghu_${letters}`, 'github-app-token'],
    [`ghr_${letters}`, 'github-refresh-token'],
    ['glpat-abcdefghij0123456789', 'gitlab-token'],
    ['gldt-abcdefghij0123456789\n', 'gitlab-deploy-token'],
    ['glcbt-64_abcdefghij0123456789', 'gitlab-job-token'],
    ['glrt-abcdefghij0123456789', 'gitlab-other-token'],
    ['dckr_pat_abcdefghijklmnop', 'docker-access-token'],
    ['dckr_oat_abcdefghijklmnop', 'docker-organization-token'],
    [`hvs.${letters}`, 'vault-token'],
    ['ya29.abcdefghijkl', 'gcp-access-token'],
    ['AKIAIOSFODNN7EXAMPLE', 'aws-access-key-id'],
    [ecr, 'aws-ecr-token'],
    [`dop_v1_${'0a'.repeat(32)}`, 'digitalocean-token'],
    [`nvapi-${letters}`, 'nvidia-key'],
    [jwt({ sub: 'u' }), 'jwt'],
  ])('%s is %s', (text, kind) => {
    expect(tokenKind(text)).toBe(kind);
  });

  it.each([
    '',
    'password',
    'ghp_',
    'ghp_short',
    'my-ghp_abcdefghijklmnopqrstuvwxyz',
    'glpat-',
    'hvs.x',
    'AKIA',
    'eyJ.x.y',
    base64('{"pay":1}'),
  ])('%j is none', (text) => {
    expect(tokenKind(text)).toBeNull();
  });
});

describe('credentialKind', () => {
  it('tells whose JWT it is by its issuer', () => {
    expect(credentialKind(acr, false)).toBe('acr-refresh-token');
    expect(credentialKind(jwt({ iss: 'Azure Container Registry', grant_type: 'access_token' }), false)).toBe(
      'jwt',
    );
    expect(credentialKind(jwt({ iss: 'https://kubernetes.default.svc', 'kubernetes.io': {} }), false)).toBe(
      'kubernetes-token',
    );
    expect(credentialKind(jwt({ iss: 'kubernetes/serviceaccount' }), false)).toBe('kubernetes-token');
    expect(credentialKind(`${jwt({}).slice(0, -9)}!.c2ln`, false)).toBeNull();
  });

  it('believes the form before the user name', () => {
    expect(credentialKind('ya29.abcdefghijkl', true)).toBe('gcp-access-token');
    expect(credentialKind('{}', true)).toBe('gcp-json-key');
    expect(credentialKind('c0rrect-horse', false)).toBeNull();
  });
});

describe('wantedUser', () => {
  it.each([
    ['aws-ecr-token', 'AWS'],
    ['gcp-access-token', 'oauth2accesstoken'],
    ['acr-refresh-token', '00000000-0000-0000-0000-000000000000'],
    ['gitlab-job-token', 'gitlab-ci-token'],
    ['nvidia-key', '$oauthtoken'],
  ])('%s goes with %s', (kind, user) => {
    expect(wantedUser('janedoe', kind, null)).toBe(user);
    expect(wantedUser('', kind, null)).toBe(user);
    expect(wantedUser(user, kind, null)).toBeNull();
    // white space at the edge is another fault, with a rule of its own
    expect(wantedUser(`${user} `, kind, null)).toBeNull();
  });

  it('leaves the older names of Google alone', () => {
    expect(wantedUser('_token', 'gcp-access-token', null)).toBeNull();
    expect(wantedUser('_dcgcr_2_0_0_token', 'gcp-access-token', null)).toBeNull();
  });

  it('has nothing to say of kinds that go with any name', () => {
    expect(wantedUser('janedoe', 'github-classic-token', null)).toBeNull();
    expect(wantedUser('janedoe', null, null)).toBeNull();
  });
});
