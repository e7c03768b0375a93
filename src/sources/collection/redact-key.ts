import { keyOf } from '../../kubelet/credentials/sealed-content.ts';
import { parseAddress } from '../../kubelet/credentials/url-match.ts';
import type { AuthEntry } from '../../model/pull-secret.ts';

const separators = /([/:@])/;

/** The parts of image texts (hosts, ports, path segments): what a file shows anyway. */
export const partsOf = (images: readonly string[]): ReadonlySet<string> =>
  new Set(images.flatMap((image) => image.split(separators)).filter((part) => part !== ''));

/**
 * What stands for the key of an entry where that may hold a credential, so that it differs from the
 * images in the same part; null where the key may be shown. `shown` are the parts of the images
 * that may stay: any other part is replaced.
 */
export function standInKey(entry: AuthEntry, shown: ReadonlySet<string>): string | null {
  const key = keyOf(entry);
  if (key === null || key === entry.key) return null;
  if (parseAddress(key) === null) return '%';
  // user info that was read as host and path: no part of it is a registry's
  if (entry.location.includes('@')) return 'redacted';
  return key
    .split(separators)
    .map((part) => (separators.test(part) || shown.has(part) ? part : replaced(part)))
    .join('');
}

const replaced = (part: string) => (part === '' ? '' : /^\d+$/.test(part) ? '1' : 'redacted');
