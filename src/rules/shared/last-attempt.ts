import type { PodEvent } from '../../model/evidence.ts';
import type { ImageContext } from '../define-rule.ts';

/**
 * When the kubelet last tried to pull, RFC 3339: the start of the pull where an event tells it, since the secrets were read just before,
 * else the last sign of the failure. While it backs off the kubelet repeats that it failed, without a try. Null where no event is left.
 */
export function lastAttempt(pull: ImageContext): string | null {
  const { events } = pull.evidence;
  const signs = (events.status === 'found' ? events.value : []).filter((event) => isSign(event, pull));
  const last = signs.at(-1);
  if (last === undefined) return pull.failure?.lastSeen ?? null;
  const pulled = last.message === 'Error: ErrImagePull' || last.message.startsWith('Failed to pull image ');
  const start = pulled ? signs.findLast((event) => event.reason === 'Pulling') : undefined;
  return (start ?? last).lastSeen;
}

/** From 1.33 a secret that cannot be decoded ends the try before its start: then `Error: <the decoder's words>` is all there is. */
function isSign({ reason, message, container }: PodEvent, { image }: ImageContext): boolean {
  if (message.startsWith(`Pulling image "${image.image}"`)) return true;
  if (message.startsWith(`Failed to pull image "${image.image}"`)) return true;
  const own = container === image.container && image.kind !== 'volume';
  return own && reason === 'Failed' && message.startsWith('Error: ') && message !== 'Error: ImagePullBackOff';
}
