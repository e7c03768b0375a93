import type { ImageContext } from '../../define-rule.ts';
import { type CloudImage, cloudImage } from './cloud-image.ts';
import { type CloudNode, cloudNode } from './cloud-node.ts';

/**
 * An image that its node may pull with an identity of its own. `node` is null where the Node could
 * not be read.
 */
export interface NodeIdentity {
  readonly image: CloudImage;
  readonly node: CloudNode | null;
}

/**
 * Whether the kubelet's credential provider plugin of a cloud may log in to the image's registry:
 * the image is in a registry of the cloud that the node runs in, or of any cloud while the node is
 * unread. Null where neither is the case.
 */
export function nodeIdentity({ simulation, evidence }: ImageContext): NodeIdentity | null {
  const image = cloudImage(simulation.reference);
  if (image === null) return null;
  const observed = evidence.node;
  if (observed.status === 'denied' || observed.status === 'failed') return { image, node: null };
  const node = observed.status === 'found' ? cloudNode(observed.value) : null;
  if (node === null || node.cloud !== image.cloud) return null;
  const apart = node.partition !== null && image.partition !== node.partition;
  return apart && !image.open ? null : { image, node };
}
