import { BlockList, isIP } from 'node:net';

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

type Range = readonly [network: string, bits: number];

function listOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, family(network));
  return list;
}

/** Addresses that no registry of a cluster has, as this machine sees them, by what they are. */
const refused: readonly (readonly [what: string, list: BlockList])[] = [
  [
    'a metadata service',
    listOf([
      ['169.254.169.254', 32],
      ['100.100.100.200', 32],
      ['168.63.129.16', 32],
      ['192.0.0.192', 32],
      ['fd00:ec2::', 32],
      ['fd20:ce::254', 128],
    ]),
  ],
  [
    'a loopback address',
    listOf([
      ['127.0.0.0', 8],
      ['::1', 128],
    ]),
  ],
  [
    'a link-local address',
    listOf([
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ]),
  ],
  [
    'an unspecified address',
    listOf([
      ['0.0.0.0', 8],
      ['::', 128],
    ]),
  ],
  [
    'a multicast or reserved address',
    listOf([
      ['224.0.0.0', 3],
      ['ff00::', 8],
    ]),
  ],
];

const privateRanges = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['fc00::', 7],
  ['fec0::', 10],
]);

/** IPv6 ranges that carry an IPv4 address, and the group (of 16 bits) that it begins with. */
const carriers: readonly (readonly [list: BlockList, group: number])[] = [
  // IPv4-mapped, IPv4-compatible, IPv4-translated and NAT64 addresses; 6to4
  [listOf([['::ffff:0:0', 96]]), 6],
  [listOf([['::', 96]]), 6],
  [listOf([['::ffff:0:0:0', 96]]), 6],
  [listOf([['64:ff9b::', 96]]), 6],
  [listOf([['64:ff9b:1::', 96]]), 6],
  [listOf([['2002::', 16]]), 1],
];

/** The IPv4 address that an IPv6 address carries; null where it carries none. */
function carried(address: string): string | null {
  if (isIP(address) !== 6) return null;
  const [bare = ''] = address.split('%', 1);
  const carrier = carriers.find(([list]) => inList(list, bare));
  if (carrier === undefined || bare === '::' || bare === '::1') return null;
  const { hostname } = new URL(`http://[${bare}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
  const bytes = groups
    .slice(carrier[1], carrier[1] + 2)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
  return bytes.join('.');
}

// BlockList itself takes an IPv4-mapped address for its IPv4 form, and would count ::ffff:127.0.0.1
// to no IPv6 range
const inList = (list: BlockList, address: string) => list.check(address, family(address));

const forms = (address: string): readonly string[] => {
  const [bare = ''] = address.split('%', 1);
  const inside = carried(bare);
  return inside === null ? [bare] : [bare, inside];
};

/**
 * What is wrong with connecting to an IP address, such as `a loopback address`; null where nothing
 * is.
 */
export const refusedAddress = (address: string): string | null =>
  refused.find(([, list]) => forms(address).some((form) => inList(list, form)))?.[0] ?? null;

/** An address of a private network (RFC 1918, RFC 4193, RFC 6598). */
export const isPrivateAddress = (address: string): boolean =>
  forms(address).some((form) => inList(privateRanges, form));

/** Names that stand for this machine or for a metadata service, whatever they resolve to. */
export function refusedName(host: string): string | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || name === 'localhost.localdomain')
    return 'this machine, which is not the node';
  return name === 'metadata.google.internal' || name === 'metadata' ? 'a metadata service' : null;
}

/** Whether an address is in one of the ranges that the user allows. */
export type Allowed = (address: string) => boolean;

/** Reads CIDR ranges, or single addresses; null where one is neither. */
export function parseRanges(texts: readonly string[]): Allowed | null {
  const list = new BlockList();
  for (const text of texts) {
    const [network = '', bits, ...more] = text.split('/');
    const longest = isIP(network) === 6 ? 128 : 32;
    const length = bits === undefined ? longest : Number(bits);
    const valid = isIP(network) !== 0 && more.length === 0 && !network.includes('%');
    if (!valid || !/^\d{1,3}$/.test(bits ?? '0') || length > longest) return null;
    list.addSubnet(network, length, family(network));
  }
  return (address) => forms(address).some((form) => inList(list, form));
}
