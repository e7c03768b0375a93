/**
 * A registry that asks nobody for a login. `known`: the month in which the row was written from its
 * source.
 */
interface PublicOnly {
  /** The registry, and below it a repository path where only that part is public. */
  readonly prefix: string;
  readonly known: string;
  readonly source: string;
}

const table: readonly PublicOnly[] = [
  {
    prefix: 'registry.k8s.io',
    known: '2026-11',
    source: 'https://kubernetes.io/blog/2022/11/28/registry-k8s-io-faster-cheaper-ga/',
  },
  {
    prefix: 'k8s.gcr.io',
    known: '2026-11',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  },
  {
    prefix: 'mcr.microsoft.com',
    known: '2026-11',
    source: 'https://github.com/microsoft/containerregistry',
  },
  {
    prefix: 'public.ecr.aws',
    known: '2026-11',
    source: 'https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html',
  },
  {
    prefix: 'docker.elastic.co',
    known: '2026-11',
    source: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/docker.html',
  },
  {
    prefix: 'registry.access.redhat.com',
    known: '2026-11',
    source: 'https://access.redhat.com/RegistryAuthentication',
  },
  {
    prefix: 'registry.suse.com',
    known: '2026-11',
    source: 'https://registry.suse.com',
  },
  {
    prefix: 'registry.opensuse.org',
    known: '2026-11',
    source: 'https://registry.opensuse.org',
  },
  {
    prefix: 'registry.fedoraproject.org',
    known: '2026-11',
    source: 'https://registry.fedoraproject.org',
  },
  {
    prefix: 'gcr.io/distroless',
    known: '2026-11',
    source: 'https://github.com/GoogleContainerTools/distroless',
  },
  {
    prefix: 'gke.gcr.io',
    known: '2026-11',
    source: 'https://cloud.google.com/kubernetes-engine/docs/release-notes',
  },
];

/**
 * Whether a repository (`registry/path`) is in a registry, or a part of one, that has nothing
 * private: no login helps there.
 */
export const isPublicOnly = (repository: string): boolean =>
  table.some(({ prefix }) => repository === prefix || repository.startsWith(`${prefix}/`));

/** Whether everybody may pull it: also Docker Hub's official images. */
export const isPublic = (repository: string): boolean => isOfficial(repository) || isPublicOnly(repository);

/** One of Docker Hub's official images. */
export const isOfficial = (repository: string): boolean => repository.startsWith('docker.io/library/');
