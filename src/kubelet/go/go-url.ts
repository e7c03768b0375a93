import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const group = /^[0-9a-fA-F]{1,4}$/;
const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** How many of the eight 16-bit groups a part stands for; NaN where it is malformed. */
function groupCount(part: string, last: boolean): number {
  if (part === '') return 0;
  const groups = part.split(':');
  const tail = last && dotted.test(groups.at(-1) ?? '');
  if (tail) groups.pop();
  return groups.every((text) => group.test(text)) ? groups.length + (tail ? 2 : 0) : Number.NaN;
}

/**
 * Whether the text is an IPv6 address, with or without a zone, as Go's netip.ParseAddr reads it.
 */
export function isIPv6(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent === text.length - 1 && percent !== -1) return false;
  const address = percent === -1 ? text : text.slice(0, percent);
  const halves = address.split('::');
  if (halves.length === 1) return groupCount(address, true) === 8;
  const [head = '', tail = '', ...more] = halves;
  return more.length === 0 && groupCount(head, false) + groupCount(tail, true) <= 7;
}

/**
 * The parts of a URL that the kubelet's keyring uses. `path` is percent-decoded; `host` holds the
 * port as written.
 */
interface HostAndPath {
  readonly host: string;
  readonly path: string;
}

const hostChars = /^[\w\-.~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}]*$/u;
const userInfo = /^[\w\-.~!$&'()*+,;=:%@]*$/;
const optionalPort = /^(?::\d*)?$/;
const badEscape = /%(?![0-9a-fA-F]{2})/;

/** Percent-decodes; null where an escape is malformed. */
function percentDecode(text: string): string | null {
  if (badEscape.test(text)) return null;
  if (!text.includes('%')) return text;
  const bytes = encodeUtf8(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const isEscape = bytes[at] === 0x25;
    const hex = String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
    bytes[length++] = isEscape ? Number.parseInt(hex, 16) : (bytes[at] ?? 0);
    if (isEscape) at += 2;
  }
  return decodeUtf8(bytes.subarray(0, length));
}

/** A host may escape bytes above 0x7f and the percent sign alone. */
function unescapeHost(text: string): string | null {
  const escapedAscii = /%(?!25)[0-7]/.test(text);
  return escapedAscii || !hostChars.test(text.replaceAll('%', '')) ? null : percentDecode(text);
}

/** A zone may hold any escape of a character that a host may hold, and `%20`. */
function unescapeZone(text: string): string | null {
  const escapes = text.match(/%[0-9a-fA-F]{2}/g) ?? [];
  const allowed = escapes.every((sequence) => {
    const char = String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    return char === '%' || char === ' ' || (char < '\u0080' && hostChars.test(char));
  });
  return allowed && hostChars.test(text.replaceAll('%', '')) ? percentDecode(text) : null;
}

function parseIPLiteral(host: string): string | null {
  const close = host.lastIndexOf(']');
  if (close === -1 || !optionalPort.test(host.slice(close + 1))) return null;
  const name = host.slice(1, close);
  const zone = name.indexOf('%25');
  const address = unescapeHost(zone === -1 ? name : name.slice(0, zone));
  const zoneName = zone === -1 ? '' : unescapeZone(name.slice(zone));
  if (address === null || zoneName === null || !isIPv6(address + zoneName)) return null;
  return `[${address}${zoneName}]${host.slice(close + 1)}`;
}

function parseHost(host: string): string | null {
  const bracket = host.lastIndexOf('[');
  if (bracket === 0) return parseIPLiteral(host);
  if (bracket > 0) return null;
  const colon = host.indexOf(':');
  return colon !== -1 && !optionalPort.test(host.slice(colon)) ? null : unescapeHost(host);
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/**
 * Parses what follows `https://` in a URL as Go's net/url does (url.Parse, with the host rules of
 * Go 1.26: one colon, brackets only around IPv6); null where it refuses the URL.
 */
export function parseAfterScheme(text: string): HostAndPath | null {
  const [beforeFragment, fragment] = cut(text, '#');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly these.
  if (/[\u0000-\u001f\u007f]/.test(beforeFragment) || badEscape.test(fragment)) return null;
  const [beforeQuery] = cut(beforeFragment, '?');
  const slash = beforeQuery.indexOf('/');
  const authority = slash === -1 ? beforeQuery : beforeQuery.slice(0, slash);
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!userInfo.test(user) || badEscape.test(user)) return null;
  const host = parseHost(authority.slice(at + 1));
  const path = slash === -1 ? '' : percentDecode(beforeQuery.slice(slash));
  return host === null || path === null ? null : { host, path };
}
