import type { PullError } from '../../model/pull-error.ts';
import type { ImageContext } from '../define-rule.ts';

/**
 * A manifest by digest is not there, though the image was found: it is one that the image's index
 * names.
 */
export function lacksManifest({ step, text }: PullError, pull: ImageContext): boolean {
  const { reference } = pull.simulation;
  const digest = missingDigest(text);
  return step === 'manifest' && digest !== null && !(reference.ok && reference.digest === digest);
}

/** The digest of the manifest that the words do not find; null where they name none. */
export const missingDigest = (text: string) =>
  /(?:\/manifests\/|(?:reading|fetching) manifest |manifest )(sha\d+:[0-9a-f]{8,128})/.exec(text)?.[1] ??
  null;

export const shortDigest = (text: string) => `${(missingDigest(text) ?? '').slice(0, 19)}…`;
