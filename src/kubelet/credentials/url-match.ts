import { parseAfterScheme } from '../go/go-url.ts';
import { matchShellPattern } from '../go/shell-pattern.ts';

/** A key or a repository as the kubelet compares them. */
export interface Address {
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

/** The first part, as a reader takes them, in which a key and a repository differ. */
export interface Difference {
  readonly part: 'host' | 'port' | 'path' | 'url';
  readonly wanted: string;
  readonly offered: string;
}

/** Go's net.SplitHostPort; where that fails the kubelet takes the whole as a host without port. */
function splitHostPort(hostPort: string): readonly [string, string] {
  const literal = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(hostPort) ?? /^([^:[\]]*):([^:[\]]*)$/.exec(hostPort);
  return literal === null ? [hostPort, ''] : [literal[1] ?? '', literal[2] ?? ''];
}

/** A secret of thousands of entries is tried with hundreds of images: each text is parsed once. */
const parsed = new Map<string, Address | null>();
const mostParsed = 20_000;

/** Parses a text without scheme into the parts that matching compares; null where it is no URL. */
export function parseAddress(text: string): Address | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const address = addressOf(text);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(text, address);
  return address;
}

function addressOf(text: string): Address | null {
  const url = parseAfterScheme(text);
  if (url === null) return null;
  const [host, port] = splitHostPort(url.host);
  return { host, port, path: url.path };
}

/**
 * Whether a host, whose labels may be shell patterns, matches another one label by label; null
 * where a pattern is malformed.
 */
export function hostMatches(pattern: string, host: string): boolean | null {
  const labels = host.split('.');
  const patterns = pattern.split('.');
  if (labels.length !== patterns.length) return false;
  for (const [i, label] of labels.entries()) {
    const matched = matchShellPattern(patterns[i] ?? '', label);
    if (matched !== true) return matched;
  }
  return true;
}

/**
 * Whether a key matches a repository; null where either is no URL or a pattern is malformed.
 * Imitates credentialprovider.URLsMatchStr (pkg/credentialprovider/keyring.go): port, number of
 * labels, path prefix, labels, in this order.
 */
export function matchUrls(key: string, repository: string): boolean | null {
  const offered = parseAddress(key);
  const wanted = parseAddress(repository);
  if (offered === null || wanted === null) return null;
  if (offered.port !== wanted.port) return false;
  if (offered.host.split('.').length !== wanted.host.split('.').length) return false;
  return wanted.path.startsWith(offered.path) && hostMatches(offered.host, wanted.host);
}

const withoutSlash = (path: string) => path.replace(/^\//, '');

/**
 * The first part, in the order host, port, path, that keeps a key from matching a repository; null
 * where it matches.
 */
export function urlDifference(key: string, repository: string): Difference | null {
  const offered = parseAddress(key);
  const wanted = parseAddress(repository);
  if (offered === null || wanted === null) return { part: 'url', wanted: '', offered: '' };
  if (hostMatches(offered.host, wanted.host) !== true)
    return { part: 'host', wanted: wanted.host, offered: offered.host };
  if (offered.port !== wanted.port) return { part: 'port', wanted: wanted.port, offered: offered.port };
  if (wanted.path.startsWith(offered.path)) return null;
  return { part: 'path', wanted: withoutSlash(wanted.path), offered: withoutSlash(offered.path) };
}
