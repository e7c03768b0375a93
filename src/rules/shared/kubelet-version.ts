import type { ImageContext } from '../define-rule.ts';

/** A kubelet's version as its node gives it. `minor` is that of `1.minor`. */
export interface KubeletVersion {
  readonly text: string;
  readonly minor: number;
}

/**
 * Reads `v1.33.2-eks-113cf36`, `v1.30.5+k3s1`; null for a text that is no version of Kubernetes 1.
 */
export function parseKubeletVersion(text: string): KubeletVersion | null {
  const minor = /^v?1\.(\d+)(?:[.+-]|$)/.exec(text)?.[1];
  return minor === undefined ? null : { text, minor: Number(minor) };
}

/** The version of the kubelet that runs the Pod; null where the node is unread or does not tell. */
export const kubeletOf = ({ evidence: pod }: ImageContext) =>
  pod.node.status === 'found' ? parseKubeletVersion(pod.node.value.kubeletVersion) : null;
