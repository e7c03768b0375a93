import type { Why } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { kubeletOf } from './kubelet-version.ts';
import { sourceOf } from './sources.ts';

/**
 * KubeletEnsureSecretPulledImages: alpha in 1.33, on by default from 1.35 (KEP-2535). Before it a
 * present image is free for all.
 */
export const verifies = { from: 33, byDefault: 35 };

/**
 * The kubelet's imagePullCredentialsVerificationPolicy; null where it was not read, or the feature
 * is off.
 */
export function verificationPolicy({ evidence: { nodeConfig } }: ImageContext): string | null {
  return nodeConfig?.settings.status === 'found'
    ? nodeConfig.settings.value.imagePullCredentialsVerificationPolicy
    : null;
}

/**
 * What shows that the kubelet gives every Pod the images that are on its node; null where it may
 * keep them from some.
 */
export function givesToAll(pull: ImageContext): Why | null {
  const node = pull.evidence.pod.node ?? 'the node';
  const kubelet = kubeletOf(pull);
  const everyPod = 'gives every Pod the images that are there';
  if (verificationPolicy(pull) === 'NeverVerify')
    return {
      source: `kubelet of ${node}`,
      says: `${everyPod} (imagePullCredentialsVerificationPolicy NeverVerify)`,
    };
  return kubelet === null || kubelet.minor >= verifies.from
    ? null
    : {
        source: sourceOf({ kind: 'Node', name: node }),
        says: `runs kubelet ${kubelet.text}, which ${everyPod}`,
      };
}
