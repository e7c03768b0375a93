import type { PullPolicy } from '../../model/evidence.ts';
import { parseImageReference } from './image-reference.ts';

/**
 * The policy that the API server fills in at creation: `Always` for the tag `latest`, given or
 * implied (pkg/apis/core/v1/defaults.go).
 */
export function defaultPullPolicy(image: string): PullPolicy {
  const reference = parseImageReference(image);
  return reference.ok && reference.tag === 'latest' ? 'Always' : 'IfNotPresent';
}
