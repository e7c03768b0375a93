import type { NodeObject } from '../../../model/evidence.ts';
import { type Cloud, partitionOf } from './cloud-image.ts';

/** The cloud that a node runs in. `sign` is what tells it, as the Node has it. */
export interface CloudNode {
  readonly cloud: Cloud;
  readonly partition: string | null;
  /**
   * The project or subscription; null where the Node does not name one (an AWS account never stands
   * there).
   */
  readonly owner: string | null;
  readonly sign: string;
}

const schemes: ReadonlyMap<string, Cloud> = new Map(
  Object.entries<Cloud>({ aws: 'aws', gce: 'google', azure: 'azure' }),
);

/** Labels that the managed services of the clouds put on their nodes. */
const prefixes: readonly (readonly [string, Cloud])[] = [
  ['eks.amazonaws.com/', 'aws'],
  ['cloud.google.com/gke-', 'google'],
  ['kubernetes.azure.com/', 'azure'],
];

/**
 * The cloud of a node by its providerID, where it has none by its labels; null for a node of no
 * known cloud.
 */
export function cloudNode(node: NodeObject): CloudNode | null {
  const { providerID, labels } = node;
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):\/\/(.*)$/.exec(providerID) ?? [];
  if (providerID !== '') {
    const cloud = schemes.get(scheme);
    if (cloud === undefined) return null;
    return { cloud, ...placeOf(cloud, node, rest), sign: `providerID ${providerID}` };
  }
  for (const [prefix, cloud] of prefixes) {
    const label = Object.keys(labels).find((key) => key.startsWith(prefix));
    if (label !== undefined) return { cloud, ...placeOf(cloud, node, ''), sign: `label ${label}` };
  }
  return null;
}

/**
 * `gce://PROJECT/ZONE/NAME`, `azure:///subscriptions/ID/…`, `aws:///ZONE/INSTANCE` (the cloud
 * providers' instance ids).
 */
function placeOf(cloud: Cloud, node: NodeObject, rest: string) {
  if (cloud === 'google') return { partition: null, owner: rest.split('/')[0] || null };
  if (cloud === 'azure') {
    return { partition: null, owner: /^\/subscriptions\/([^/]+)/i.exec(rest)?.[1] ?? null };
  }
  const region = node.labels['topology.kubernetes.io/region'] ?? rest.split('/')[1] ?? '';
  return { partition: region === '' ? null : partitionOf(region), owner: null };
}

/**
 * Whether a managed service of a cloud made the node: it installs the kubelet's credential provider
 * plugin. AKS keeps its nodes in resource groups `MC_…`, GKE calls its instances `gke-…`.
 */
export const isManaged = (node: NodeObject): boolean =>
  /-eks-|-gke\.|-aks/.test(node.kubeletVersion) ||
  /\/resourceGroups\/mc_|\/gke-[^/]*$/i.test(node.providerID) ||
  Object.keys(node.labels).some((key) => prefixes.some(([prefix]) => key.startsWith(prefix)));
