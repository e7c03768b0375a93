import type { Why } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { registryOf } from '../sources.ts';

/** What a registry product is known for, and what is taken for another mistake. */
interface Habit {
  readonly fits: (registry: string, repository: string, words: string) => boolean;
  readonly says: (registry: string, repository: string) => string;
  /** `login`: of use only beside a pull with a login; `anonymous`: only beside one without. */
  readonly beside?: 'login' | 'anonymous';
}

/** Upstreams whose default prefix in ECR is this (pull through cache rules). */
const cachePrefixes = /^(?:docker-hub|ecr-public|quay|kubernetes|k8s|github|ghcr|gitlab|azure|chainguard)\//;

/** Whether an ECR repository is by its name one of a pull through cache. */
export const isCached = (repository: string): boolean => cachePrefixes.test(repository);

const habits: readonly Habit[] = [
  {
    // docs.github.com, "Configuring a package's access control and visibility"
    fits: (registry) => registry === 'ghcr.io',
    beside: 'anonymous',
    says: () =>
      "keeps a new package private, also one of a public repository: its visibility is set in the package's settings on GitHub",
  },
  {
    fits: (registry) => registry === 'ghcr.io',
    beside: 'login',
    says: () =>
      'lets a token read a private package where the package gives its user or repository access ("Manage access" in its settings), and an organization with SSO where the token was authorized for it',
  },
  {
    // docs.aws.amazon.com/AmazonECR, "IAM permissions required to sync an upstream registry"
    fits: (registry, repository) => /\.dkr[.-]ecr/.test(registry) && isCached(repository),
    says: (_, repository) =>
      `may have ${repository.split('/')[0]}/ as a pull through cache: there the first pull of an image is refused, or not found, for an identity without ecr:BatchImportUpstreamImage and ecr:CreateRepository`,
  },
  {
    // help.sonatype.com, "Docker Authentication"
    fits: (registry, _, words) =>
      /(?:^|[.-])nexus(?:[.-]|\d|$)/i.test(registry) || /Sonatype Nexus/i.test(words),
    beside: 'anonymous',
    says: () =>
      'if it is a Nexus, it gives images without a login only where its Docker Bearer Token Realm is active and the repository allows anonymous pulls; a docker pull elsewhere may use a login of that machine',
  },
  {
    // jfrog.com/help, "Docker repository path method" and "subdomain method"
    fits: (registry, repository, words) =>
      /(?:^|[.-])(?:artifactory|jfrog)(?:[.-]|$)/i.test(registry) ||
      /\/artifactory\/api\/docker\//.test(words) ||
      repository.startsWith('artifactory/'),
    says: (registry) =>
      `if it is an Artifactory, the repository key stands in the path or in the host, as the administrator chose (${registry}/KEY/IMAGE or KEY.${registry}/IMAGE): the other way is refused or not found`,
  },
];

/**
 * What the image's registry is known for, where that may be why it refuses the pull or does not
 * find the image.
 */
export function registryHabits(pull: ImageContext): readonly Why[] {
  const { reference, kind } = pull.simulation;
  if (!reference.ok) return [];
  const { repository } = reference;
  const registry = registryOf(pull);
  const beside = kind === 'anonymous' ? 'anonymous' : 'login';
  const words = pull.failure?.text ?? '';
  return habits
    .filter((habit) => habit.beside === undefined || habit.beside === beside)
    .filter((habit) => habit.fits(registry, repository, words))
    .map((habit) => ({ source: 'the registry', says: habit.says(registry, repository) }));
}
