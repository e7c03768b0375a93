import type { ParsedReference } from '../../../model/simulation.ts';

export type Cloud = 'aws' | 'google' | 'azure';

export const cloudNames: Readonly<Record<Cloud, string>> = {
  aws: 'AWS',
  google: 'Google Cloud',
  azure: 'Azure',
};

/**
 * Whose registry of a cloud an image is in. `owner` is the account of an ECR host, the project of a
 * Google path; null where hidden.
 */
export interface CloudImage {
  readonly cloud: Cloud;
  /**
   * `aws`, `aws-cn`, `aws-us-gov`: identities of one are unknown to the others. Null outside AWS.
   */
  readonly partition: string | null;
  readonly owner: string | null;
  /** Anyone may pull from it. */
  readonly open: boolean;
}

// Hosts that the plugin of cloud-provider-aws answers for (cmd/ecr-credential-provider), and ECR's
// dual-stack ones.
const ecr =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))$/;
const google = /^(?:(?:us|eu|asia)\.)?gcr\.io$|^[a-z0-9-]+-docker\.pkg\.dev$/;
const acr = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.azurecr\.(?:io|cn|de|us)$/;

/**
 * The cloud registry that an image is in; null for one that no node logs in to with its own
 * identity.
 */
export function cloudImage(reference: ParsedReference): CloudImage | null {
  if (!reference.ok) return null;
  const { registry, repository } = reference;
  const [, account, region] = ecr.exec(registry) ?? [];
  if (account !== undefined && region !== undefined) {
    return { cloud: 'aws', partition: partitionOf(region), owner: account, open: false };
  }
  if (registry === 'public.ecr.aws') return { cloud: 'aws', partition: 'aws', owner: null, open: true };
  if (google.test(registry)) {
    return { cloud: 'google', partition: null, owner: projectOf(repository), open: false };
  }
  return acr.test(registry) ? { cloud: 'azure', partition: null, owner: null, open: false } : null;
}

export const partitionOf = (region: string) =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/**
 * `acme-prod`; a project of a domain has two parts in a path (`acme.io/prod`) and a colon
 * elsewhere.
 */
function projectOf(repository: string): string | null {
  const [first = '', second] = repository.split('/');
  if (!first.includes('.')) return first === '' ? null : first;
  return second === undefined ? null : `${first}:${second}`;
}
