import type { AuthEntry } from '../../model/pull-secret.ts';
import { locationKey } from '../credentials/auth-entry.ts';
import { keyOf } from '../credentials/sealed-content.ts';
import { type Address, hostMatches, matchUrls, parseAddress } from '../credentials/url-match.ts';

/**
 * What keeps an entry from matching, in the order in which they are looked for (design:
 * `facts.mismatch`).
 */
export type Mismatch = 'docker-hub-key' | 'scheme' | 'case' | 'port' | 'path' | 'glob' | 'host' | 'other';

const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;

/**
 * Whether the location carries a scheme that the kubelet does not take off: anything but lower-case
 * http and https.
 */
function oddScheme(location: string): boolean {
  const name = scheme.exec(location)?.[1];
  return name !== undefined && name !== 'http' && name !== 'https';
}

/**
 * Where the writer of a location meant it to point: an odd scheme is taken off, and what the
 * kubelet cannot parse at all is cut at its first `:` and `/` after the host.
 */
export function intendedAddress(entry: AuthEntry): Address {
  const bare = entry.location.replace(scheme, '').replace(/^.*@/s, '').trim();
  const own = keyOf(entry);
  const key = oddScheme(entry.location) || own === null ? locationKey(bare) : own;
  const address = key === null ? null : parseAddress(key);
  if (address !== null) return address;
  const [, host = '', port = '', path = ''] = /^([^:/]*):?([^/]*)(.*)$/s.exec(bare) ?? [];
  return { host, port, path };
}

/**
 * Whether a host with a `*` ends (or, where it ends in the `*`, begins) as the image's host does.
 */
function isNearGlob(pattern: string, host: string): boolean {
  const star = pattern.lastIndexOf('*');
  if (star === -1) return false;
  const tail = pattern.slice(star + 1);
  if (tail === '') return host.startsWith(pattern.slice(0, pattern.indexOf('*')));
  return host.endsWith(tail) || `.${host}` === tail;
}

/** What keeps an entry from matching a repository that it does not match. */
export function mismatchOf(entry: AuthEntry, repository: string): Mismatch {
  const wanted = parseAddress(repository);
  const key = keyOf(entry);
  if (key === null || wanted === null) return 'other';
  const meant = intendedAddress(entry);
  if (wanted.host === 'docker.io' && /(?:^|\.)docker\.(?:io|com)$/i.test(meant.host)) return 'docker-hub-key';
  const sameHost = hostMatches(meant.host.toLowerCase(), wanted.host.toLowerCase()) === true;
  if (oddScheme(entry.location) && sameHost) return 'scheme';
  if (matchUrls(key.toLowerCase(), repository.toLowerCase()) === true) return 'case';
  if (sameHost && meant.port !== wanted.port) return 'port';
  if (sameHost && !wanted.path.startsWith(meant.path)) return 'path';
  if (isNearGlob(meant.host, wanted.host)) return 'glob';
  return 'host';
}
