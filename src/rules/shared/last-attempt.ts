import type { PodEvent, PodImage } from '../../model/evidence.ts';
import type { ImageContext } from '../define-rule.ts';

/**
 * When the kubelet last tried to pull, RFC 3339: the start of the pull where an event tells it,
 * since the secrets were read just before, else the last sign of the failure. While it backs off
 * the kubelet repeats that it failed, without a try. Null where no event is left.
 */
export function lastAttempt(pull: ImageContext): string | null {
  let last = known.get(pull);
  if (last === undefined) {
    last = readLastAttempt(pull);
    known.set(pull, last);
  }
  return last;
}

/** Most rules ask, and a Pod may have many images with many events. */
const known = new WeakMap<ImageContext, string | null>();

function readLastAttempt({ evidence: { events }, image, failure }: ImageContext): string | null {
  const names = [`Pulling image "${image.image}"`, `Failed to pull image "${image.image}"`];
  const signs = (events.status === 'found' ? events.value : []).filter((event) =>
    isSign(event, image, names),
  );
  const last = signs.at(-1);
  if (last === undefined) return failure?.lastSeen ?? null;
  const pulled = last.message === 'Error: ErrImagePull' || last.message.startsWith('Failed to pull image ');
  const start = pulled ? signs.findLast((event) => event.reason === 'Pulling') : undefined;
  return (start ?? last).lastSeen;
}

/**
 * From 1.33 a secret that cannot be decoded ends the try before its start: then `Error: <the
 * decoder's words>` is all there is.
 */
function isSign(
  { reason, message, container }: PodEvent,
  image: PodImage,
  names: readonly string[],
): boolean {
  if (names.some((name) => message.startsWith(name))) return true;
  const own = container === image.container && image.kind !== 'volume';
  return own && reason === 'Failed' && message.startsWith('Error: ') && message !== 'Error: ImagePullBackOff';
}
