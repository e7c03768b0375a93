import type { Command } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';

/** A cluster on a developer's machine, and how an image of that machine gets onto its nodes. */
export interface LocalCluster {
  readonly tool: string;
  /** What of the node tells it. */
  readonly sign: string;
  /** Copies the image onto the nodes; empty where cluster and machine share one image store. */
  readonly load: (image: string) => readonly Command[];
}

interface Sight {
  readonly node: string;
  readonly providerID: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One tool each: its cluster by the node, null for another. */
const tools: readonly ((sight: Sight) => LocalCluster | null)[] = [
  ({ node, providerID }) => {
    const [, own] = /^kind:\/\/[^/]*\/(\w[\w.-]*)\//.exec(providerID) ?? [];
    const cluster = own ?? /^(kind(?:-[a-z0-9-]+?)?)-(?:control-plane|worker)\d*$/.exec(node)?.[1];
    return cluster === undefined
      ? null
      : {
          tool: 'kind',
          sign: own === undefined ? `its name ${node}` : `providerID ${providerID}`,
          load: (image) => [['kind', 'load', 'docker-image', image, '--name', cluster]],
        };
  },
  ({ node, providerID }) => {
    const [, cluster] = /^k3d-(\w[\w.-]*)-(?:server|agent)-\d+$/.exec(node) ?? [];
    return cluster === undefined
      ? null
      : {
          tool: 'k3d',
          sign: providerID.startsWith('k3s://') ? `providerID ${providerID}` : `its name ${node}`,
          load: (image) => [['k3d', 'image', 'import', image, '-c', cluster]],
        };
  },
  ({ node, labels }) => {
    const label = labels['minikube.k8s.io/name'] ?? '';
    const profile = /^\w[\w.-]*$/.test(label) ? label : /^minikube(?:-m\d+)?$/.test(node) ? 'minikube' : null;
    return profile === null
      ? null
      : {
          tool: 'minikube',
          sign: 'minikube.k8s.io/name' in labels ? 'label minikube.k8s.io/name' : `its name ${node}`,
          load: (image) => [['minikube', 'image', 'load', image, '-p', profile]],
        };
  },
  ({ node, labels }) =>
    'microk8s.io/cluster' in labels
      ? {
          tool: 'MicroK8s',
          sign: 'label microk8s.io/cluster',
          load: (image) => [
            ['docker', 'save', image],
            ['microk8s', 'ctr', 'image', 'import', '-'],
          ],
        }
      : /^docker-desktop$|^docker-for-desktop$/.test(node)
        ? shared('Docker Desktop', node)
        : /^orbstack$/.test(node)
          ? shared('OrbStack', node)
          : null,
  ({ node }) =>
    /^(?:lima-)?rancher-desktop$/.test(node)
      ? nerdctl('Rancher Desktop', node)
      : /^(?:lima-)?colima(?:-.+)?$/.test(node)
        ? nerdctl('Colima', node)
        : /^lima-/.test(node)
          ? nerdctl('Lima', node)
          : null,
];

const shared = (tool: string, node: string): LocalCluster => ({
  tool,
  sign: `its name ${node}`,
  load: () => [],
});

/**
 * With containerd the kubelet sees the namespace k8s.io alone; with dockerd it shares the images of
 * `docker build`.
 */
const nerdctl = (tool: string, node: string): LocalCluster => ({
  tool,
  sign: `its name ${node}`,
  load: (image) => [
    ['docker', 'save', image],
    ['nerdctl', '-n', 'k8s.io', 'load'],
  ],
});

/**
 * The developer's cluster that the Pod's node is of; null for a node of any other. A name alone
 * counts where the Node may not be read.
 */
export function localCluster({ evidence: { node, pod } }: ImageContext): LocalCluster | null {
  if (pod.node === null) return null;
  const { providerID, labels } = node.status === 'found' ? node.value : { providerID: '', labels: {} };
  for (const tool of tools) {
    const cluster = tool({ node: pod.node, providerID, labels });
    if (cluster !== null) return cluster;
  }
  return null;
}
