/**
 * Images whose maintainers publish them elsewhere now. A `*` at the end of both names stands for
 * the rest of the repository.
 */
interface MovedImage {
  readonly from: string;
  readonly to: string;
  /** What is to be known about the new home; empty for nothing. */
  readonly note: string;
  /** When it moved, or was removed from the old place: a day, or the year. */
  readonly since: string;
  readonly source: string;
}

const k8sFreeze = 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/';
const microsoft = 'https://azure.microsoft.com/en-us/blog/microsoft-syndicates-container-catalog/';

/** From the particular to the general: the first row that fits counts. */
const table: readonly MovedImage[] = [
  {
    from: 'docker.io/bitnami/*',
    to: 'docker.io/bitnamilegacy/*',
    note: 'bitnamilegacy gets no updates; docker.io/bitnamisecure has newer builds under `latest` alone',
    since: '2025-08-28',
    source: 'https://github.com/bitnami/containers/issues/83267',
  },
  {
    from: 'gcr.io/kubebuilder/kube-rbac-proxy',
    to: 'registry.k8s.io/kubebuilder/kube-rbac-proxy',
    note: 'newer versions are quay.io/brancz/kube-rbac-proxy',
    since: '2025-03-18',
    source: 'https://github.com/kubernetes-sigs/kubebuilder/discussions/3907',
  },
  {
    from: 'k8s.gcr.io/*',
    to: 'registry.k8s.io/*',
    note: 'k8s.gcr.io is frozen: it gets no new versions',
    since: '2023-04-03',
    source: k8sFreeze,
  },
  {
    from: 'gcr.io/google-containers/*',
    to: 'registry.k8s.io/*',
    note: '',
    since: '2023-04-03',
    source: k8sFreeze,
  },
  {
    from: 'gcr.io/google_containers/*',
    to: 'registry.k8s.io/*',
    note: '',
    since: '2023-04-03',
    source: k8sFreeze,
  },
  {
    from: 'quay.io/kubernetes-ingress-controller/nginx-ingress-controller',
    to: 'registry.k8s.io/ingress-nginx/controller',
    note: '',
    since: '2020',
    source: 'https://github.com/kubernetes/ingress-nginx',
  },
  {
    from: 'docker.io/jettech/kube-webhook-certgen',
    to: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen',
    note: '',
    since: '2021',
    source: 'https://github.com/kubernetes/ingress-nginx',
  },
  {
    from: 'quay.io/coreos/kube-state-metrics',
    to: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    note: '',
    since: '2021',
    source: 'https://github.com/kubernetes/kube-state-metrics',
  },
  {
    from: 'gcr.io/tekton-releases/*',
    to: 'ghcr.io/tektoncd/*',
    note: 'paths below tektoncd differ: take those of the current release file',
    since: '2025',
    source: 'https://github.com/tektoncd/pipeline/releases',
  },
  {
    from: 'gcr.io/kubernetes-helm/tiller',
    to: 'ghcr.io/helm/tiller',
    note: '',
    since: '2020',
    source: 'https://helm.sh/blog/charts-repo-deprecation/',
  },
  {
    from: 'docker.pkg.github.com/*',
    to: 'ghcr.io/*',
    note: 'the repository is OWNER/IMAGE there, without the name of the source repository',
    since: '2021',
    source:
      'https://docs.github.com/en/packages/working-with-a-github-packages-registry/migrating-to-the-container-registry-from-the-docker-registry',
  },
  {
    from: 'docker.io/microsoft/dotnet',
    to: 'mcr.microsoft.com/dotnet/sdk',
    note: '',
    since: '2018',
    source: microsoft,
  },
  {
    from: 'docker.io/microsoft/aspnetcore',
    to: 'mcr.microsoft.com/dotnet/aspnet',
    note: '',
    since: '2018',
    source: microsoft,
  },
  {
    from: 'docker.io/microsoft/nanoserver',
    to: 'mcr.microsoft.com/windows/nanoserver',
    note: '',
    since: '2018',
    source: microsoft,
  },
  {
    from: 'docker.io/microsoft/windowsservercore',
    to: 'mcr.microsoft.com/windows/servercore',
    note: '',
    since: '2018',
    source: microsoft,
  },
  {
    from: 'docker.io/microsoft/mssql-server-linux',
    to: 'mcr.microsoft.com/mssql/server',
    note: '',
    since: '2018',
    source: microsoft,
  },
  { from: 'docker.io/microsoft/*', to: 'mcr.microsoft.com/*', note: '', since: '2018', source: microsoft },
  {
    from: 'us.gcr.io/k8s-artifacts-prod/*',
    to: 'registry.k8s.io/*',
    note: '',
    since: '2023-04-03',
    source: k8sFreeze,
  },
  {
    from: 'quay.io/external_storage/nfs-client-provisioner',
    to: 'registry.k8s.io/sig-storage/nfs-subdir-external-provisioner',
    note: 'tags begin at v4.0.0 there',
    since: '2021',
    source: 'https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner',
  },
  {
    from: 'gcr.io/heptio-images/velero',
    to: 'docker.io/velero/velero',
    note: '',
    since: '2019',
    source: 'https://github.com/vmware-tanzu/velero',
  },
  {
    from: 'docker.io/library/java',
    to: 'docker.io/library/eclipse-temurin',
    note: 'deprecated; tags differ',
    since: '2017',
    source: 'https://hub.docker.com/_/java',
  },
  {
    from: 'docker.io/library/openjdk',
    to: 'docker.io/library/eclipse-temurin',
    note: 'deprecated; tags differ',
    since: '2022',
    source: 'https://hub.docker.com/_/openjdk',
  },
];

/** A new home: `repository` with the rest of the old name filled in. */
export interface NewHome extends Pick<MovedImage, 'note' | 'since' | 'source'> {
  readonly repository: string;
}

/** Where a repository (`registry/path`) is published now; null for one that is not in the table. */
export function newHomeOf(repository: string): NewHome | null {
  for (const { from, to, note, since, source } of table) {
    const stem = from.replace(/\*$/, '');
    const fits = stem === from ? repository === from : repository.startsWith(stem);
    if (fits) return { repository: to.replace('*', repository.slice(stem.length)), note, since, source };
  }
  return null;
}
