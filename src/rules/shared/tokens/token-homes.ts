/**
 * Registries of one maker, by the host. ECR's form is cloud-provider-aws's
 * (cmd/ecr-credential-provider/main.go).
 */
const homes: readonly (readonly [string, RegExp])[] = [
  ['GitHub', /^(?:ghcr\.io|docker\.pkg\.github\.com|containers\.[\w-]+\.ghe\.com)$/],
  ['GitLab', /(?:^|\.)gitlab\./],
  ['Docker Hub', /(?:^|\.)docker\.(?:io|com)$/],
  [
    'ECR',
    /^(?:public\.ecr\.aws|\d{12}\.dkr[.-]ecr(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov))$/,
  ],
  ['Google', /(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/],
  ['Azure', /\.azurecr\.(?:io|us|cn)$/],
  ['DigitalOcean', /^registry\.digitalocean\.com$/],
  ['NVIDIA', /^nvcr\.io$/],
  ['OpenShift', /^image-registry\.openshift-image-registry\.svc(?:$|\.)/],
  ['Quay', /^quay\.io$/],
];

/** Whose registry a host (`host[:port]`) plainly is; null for hosts that may be anyone's. */
export function homeOf(registry: string): string | null {
  const host = registry.toLowerCase().replace(/:\d+$/, '');
  return homes.find(([, hosts]) => hosts.test(host))?.[0] ?? null;
}
