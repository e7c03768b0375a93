import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { type Allowed, isPrivateAddress, refusedAddress, refusedName } from './address-policy.ts';

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** What came of looking at a host before anything is sent to it. */
export type HostCheck =
  | {
      readonly addresses: readonly LookupAddress[];
      /** Its network is private, or one that the user allows. */
      readonly isPrivate: boolean;
      /** A private address that the user does not allow by name; null for none. */
      readonly privateAddress: string | null;
      readonly refused: null;
    }
  | { readonly refused: string; readonly flag: string | null };

/**
 * The hosts of one run. A name is resolved once, its addresses are checked, and connections go to
 * these alone.
 */
export interface Hosts {
  /**
   * Rejects where the name does not resolve. `proxied`: the proxy resolves it, so that only the
   * name can be checked.
   */
  check(host: string, proxied: boolean): Promise<HostCheck>;
  readonly lookup: LookupFunction;
}

const resolveBySystem: Resolve = (host) => promisify(systemLookup)(host, { all: true });

export function openHosts(allowed: Allowed, resolve: Resolve = resolveBySystem): Hosts {
  const checks = new Map<string, Promise<HostCheck>>();
  const bare = (host: string) => host.replace(/^\[|\]$/g, '');

  async function look(host: string, proxied: boolean): Promise<HostCheck> {
    const version = isIP(host);
    const name = version === 0 ? refusedName(host) : null;
    if (proxied && version === 0)
      return name === null
        ? { addresses: [], isPrivate: false, privateAddress: null, refused: null }
        : { refused: `${host} is ${name}`, flag: null };
    const addresses = version === 0 ? await resolve(host) : [{ address: host, family: version }];
    const wrong = addresses.find(({ address }) => refusedAddress(address) !== null && !allowed(address));
    if (wrong !== undefined) {
      const what = refusedAddress(wrong.address);
      const says = host === wrong.address ? `${host} is ${what}` : `${host} is ${wrong.address}, ${what}`;
      return { refused: says, flag: `--allow-address ${wrong.address}` };
    }
    if (name !== null && !addresses.every(({ address }) => allowed(address)))
      return { refused: `${host} is ${name}`, flag: `--allow-address ${addresses[0]?.address}` };
    const isPrivate = addresses.every(({ address }) => isPrivateAddress(address) || allowed(address));
    const pivot = addresses.find(({ address }) => isPrivateAddress(address) && !allowed(address));
    return { addresses, isPrivate, privateAddress: pivot?.address ?? null, refused: null };
  }

  return {
    check(host, proxied) {
      const key = `${bare(host)} ${proxied}`;
      const known = checks.get(key) ?? look(bare(host), proxied);
      checks.set(key, known);
      return known;
    },
    lookup(host, options, done) {
      const check = checks.get(`${bare(host)} false`);
      if (check === undefined) return done(new Error('not checked'), []);
      check.then(
        (checked) => {
          if (checked.refused !== null) return done(new Error(checked.refused), []);
          const [first] = checked.addresses;
          if (first === undefined)
            return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
          if (options.all) return done(null, [...checked.addresses]);
          return done(null, first.address, first.family);
        },
        (error: Error) => done(error, []),
      );
    },
  };
}
