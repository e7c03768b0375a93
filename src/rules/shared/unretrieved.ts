import type { PodEvent } from '../../model/evidence.ts';
import type { ImageContext } from '../define-rule.ts';

const reason = 'FailedToRetrieveImagePullSecret';

/** The kubelet's own word on secrets that it could not get, and which they are. */
export interface Unretrieved {
  readonly names: readonly string[];
  readonly event: PodEvent;
}

/**
 * The newest event that names pull secrets which the kubelet could not retrieve (from 1.28,
 * pkg/kubelet/kubelet_pods.go).
 */
export function unretrieved({ evidence: pod }: ImageContext): Unretrieved | null {
  if (pod.events.status !== 'found') return null;
  const event = pod.events.value.findLast((one) => one.reason === reason);
  const names = /image pull secrets \(([^()]*)\)/.exec(event?.message ?? '')?.[1];
  if (event === undefined || names === undefined) return null;
  return { event, names: names.split(',').map((name) => name.trim()) };
}
