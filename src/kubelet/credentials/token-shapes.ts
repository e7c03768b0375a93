/**
 * What tokens look like: the kind that a password of the form is, null where no rule asks for it,
 * and the form, of which a part of a text is a token too. The forms take linear time: none can be
 * parted in two ways.
 */
export const tokenShapes: readonly (readonly [kind: string | null, form: string])[] = [
  ['github-classic-token', 'ghp_\\w{16,}'],
  ['github-fine-grained-token', 'github_pat_\\w{20,}'],
  ['github-oauth-token', 'gho_\\w{16,}'],
  ['github-app-token', 'gh[su]_[\\w.-]{16,}'],
  ['github-refresh-token', 'ghr_\\w{16,}'],
  ['gitlab-token', 'glpat-[\\w.-]{10,}'],
  ['gitlab-deploy-token', 'gldt-[\\w.-]{10,}'],
  ['gitlab-job-token', 'glcbt-[\\w.-]{10,}'],
  ['gitlab-other-token', '(?:glrt|glrtr|glptt|gloas|glsoat|glft|glimt|glagent|glffct|glwt)-[\\w.-]{10,}'],
  ['docker-access-token', 'dckr_pat_[\\w-]{10,}'],
  ['docker-organization-token', 'dckr_oat_[\\w-]{10,}'],
  ['vault-token', 'hv[sbr]\\.[\\w-]{20,}'],
  ['gcp-access-token', 'ya29\\.[\\w.~+/-]{10,}=*'],
  ['aws-access-key-id', 'A(?:KIA|SIA)[0-9A-Z]{16}'],
  // base64 of `{"payload":"`
  ['aws-ecr-token', 'eyJwYXlsb2FkIjoi[\\w+/=-]*'],
  ['digitalocean-token', 'do[opr]_v1_[0-9a-f]{32,}'],
  ['nvidia-key', 'nvapi-[\\w-]{20,}'],
  ['jwt', 'eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]*'],
  // an ECR login: base64 of `AWS:eyJ`
  [null, 'QVdTOmV5S[\\w+/=-]{12,}'],
  // npm, PyPI, RubyGems, crates.io, NuGet
  [null, 'npm_[A-Za-z0-9]{20,}'],
  [null, 'pypi-[\\w-]{16,}'],
  [null, 'rubygems_[0-9a-f]{20,}'],
  [null, 'cio[A-Za-z0-9]{32}'],
  [null, 'oy2[a-z0-9]{43}'],
  // Hugging Face, OpenAI and Anthropic, Replicate, Groq
  [null, 'hf_[A-Za-z0-9]{16,}'],
  [null, 'sk-[\\w-]{20,}'],
  [null, 'r8_[A-Za-z0-9]{20,}'],
  [null, 'gsk_[A-Za-z0-9]{20,}'],
  // Stripe, Slack, SendGrid, Twilio
  [null, '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}'],
  [null, 'xox[a-z]-[\\w-]{10,}'],
  [null, 'xapp-[\\w-]{10,}'],
  [null, 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}'],
  // Google API keys, refresh tokens and client secrets
  [null, 'AIza[\\w-]{30,}'],
  [null, '1//[\\w-]{20,}'],
  [null, 'GOCSPX-[\\w-]{20,}'],
  // Atlassian, Artifactory, Terraform, Pulumi, Databricks, Grafana, Sentry, Linear, Doppler,
  // PlanetScale, Fly, Postman, New Relic
  [null, 'AT(?:ATT|BB|CTT)[\\w=-]{20,}'],
  [null, 'AKCp[A-Za-z0-9]{10,}'],
  [null, 'cmVmdGtu[A-Za-z0-9+/=]{20,}'],
  [null, '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{20,}'],
  [null, 'pul-[0-9a-f]{32,}'],
  [null, 'dapi[0-9a-f]{32}'],
  [null, 'gl(?:c|sa)_[\\w=+/]{20,}'],
  [null, 'sntry[su]_[\\w=+/]{20,}'],
  [null, 'lin_(?:api|oauth)_[A-Za-z0-9]{20,}'],
  [null, 'dp\\.(?:pt|st|ct|sa)\\.[A-Za-z0-9.]{20,}'],
  [null, 'pscale_(?:tkn|pw|oauth)_[\\w.-]{20,}'],
  [null, 'fo1_[\\w-]{20,}'],
  [null, 'PMAK-[\\w-]{20,}'],
  [null, 'NRAK-[A-Z0-9]{20,}'],
  // OpenShift, Sourcegraph, Buildkite, CircleCI, Shopify, Supabase, Cloudsmith
  [null, 'sha256~[\\w-]{30,}'],
  [null, 'sg[ps]_[\\w-]{20,}'],
  [null, 'bk(?:ua|at|ct)_[\\w-]{20,}'],
  [null, 'CCIPAT_[\\w-]{16,}'],
  [null, 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,}'],
  [null, 'sbp_[0-9a-f]{20,}'],
  // age and SSH keys
  [null, 'AGE-SECRET-KEY-1[0-9A-Z]{20,}'],
];
