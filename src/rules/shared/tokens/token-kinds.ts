/**
 * What is known of a kind of token. `home` is whose registry takes it (see token-homes.ts); null
 * where none does.
 */
export interface TokenKind {
  readonly name: string;
  readonly home: string | null;
  readonly needs: string;
}

const kind = (name: string, home: string | null, needs: string): TokenKind => ({ name, home, needs });

/** What each kind needs before it can pull, by the documentation of its maker. */
export const tokenKinds: ReadonlyMap<string, TokenKind> = new Map(
  Object.entries<TokenKind>({
    'github-classic-token': kind(
      'a GitHub token (classic)',
      'GitHub',
      'it needs the scope read:packages and, in an organization with single sign-on, to be authorized there',
    ),
    'github-fine-grained-token': kind(
      'a fine-grained GitHub token',
      'GitHub',
      "GitHub's documentation names classic tokens alone for packages",
    ),
    'github-oauth-token': kind('a GitHub OAuth token', 'GitHub', 'it needs the scope read:packages'),
    'github-app-token': kind(
      'a token of a GitHub App or workflow',
      'GitHub',
      'it lives for hours at most, a workflow’s only while its job runs',
    ),
    'github-refresh-token': kind(
      'a GitHub refresh token',
      null,
      'no registry takes one, it serves to get other tokens',
    ),
    'gitlab-token': kind('a GitLab access token', 'GitLab', 'it needs the scope read_registry'),
    'gitlab-deploy-token': kind(
      'a GitLab deploy token',
      'GitLab',
      'it needs the scope read_registry, and the user name that it was made with',
    ),
    'gitlab-job-token': kind('a GitLab job token', 'GitLab', 'it is good only while its job runs'),
    'gitlab-other-token': kind(
      'a GitLab token for something else',
      null,
      "GitLab's registry takes access, deploy and job tokens",
    ),
    'docker-access-token': kind(
      'a Docker Hub access token',
      'Docker Hub',
      'it goes with the name of the one user who made it',
    ),
    'docker-organization-token': kind(
      'a Docker Hub organization token',
      'Docker Hub',
      'it goes with the name of the organization, and serves the repositories listed in it',
    ),
    'vault-token': kind(
      'a Vault token',
      null,
      'no registry takes one, it serves to read the credential from Vault',
    ),
    'aws-access-key-id': kind(
      'an AWS access key id',
      null,
      'no registry takes one, ECR wants the user AWS and a token from aws ecr get-login-password',
    ),
    'aws-ecr-token': kind(
      'an ECR token',
      'ECR',
      'it lives 12 hours, and its IAM identity needs ecr:BatchGetImage on the repository',
    ),
    'gcp-access-token': kind(
      'a Google access token',
      'Google',
      'it lives an hour, and its account needs roles/artifactregistry.reader',
    ),
    'gcp-json-key': kind(
      'a key of a Google service account',
      'Google',
      'the account needs roles/artifactregistry.reader',
    ),
    'acr-refresh-token': kind(
      'an ACR token',
      'Azure',
      'it lives three hours, and its identity needs AcrPull (Container Registry Repository Reader where the registry is in ABAC mode)',
    ),
    'kubernetes-token': kind(
      'a ServiceAccount token',
      'OpenShift',
      'only the registry of its own cluster takes it',
    ),
    'digitalocean-token': kind(
      'a DigitalOcean token',
      'DigitalOcean',
      'it needs read access to the registry',
    ),
    'nvidia-key': kind('an NVIDIA API key', 'NVIDIA', 'it goes with the user $oauthtoken'),
  }),
);

/** Who asks, where the user name is the same for everyone. */
export const bearers: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'aws-ecr-token': "the token's IAM identity",
    'gcp-access-token': "the token's account",
    'gcp-json-key': 'the service account',
    'acr-refresh-token': "the token's identity",
  }),
);

/** `a GitHub token (classic)`. */
export const tokenName = (id: string): string =>
  id === 'jwt' ? 'a JSON web token' : (tokenKinds.get(id)?.name ?? 'a token');
