import { isIP } from 'node:net';

/**
 * `registry.example.com=auth.example.org`: a registry, and a token server that it may send logins
 * to. Hosts as `host:port`.
 */
export interface TokenHost {
  readonly registry: string;
  readonly host: string;
}

/**
 * What may be sent to the token server that a registry names. `login` is false where `says` names
 * another party, which `flag` would allow; `refused` says why not even an anonymous request goes
 * there.
 */
export type RealmVerdict =
  | {
      readonly url: URL;
      readonly login: boolean;
      readonly says: string | null;
      readonly flag: string | null;
      readonly refused: null;
    }
  | { readonly refused: string };

/** Registries whose token server is known to be under another domain of the same operator. */
const pairs: readonly (readonly [registry: RegExp, host: string])[] = [
  [/^(?:registry-1\.docker\.io|index\.docker\.io|docker\.io)$/, 'auth.docker.io'],
  [/^registry\.gitlab\.com$/, 'gitlab.com'],
  [/^nvcr\.io$/, 'authn.nvidia.com'],
  [/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.scw\.cloud$/, 'api.scaleway.com'],
];

/**
 * Domains under which each name is another party, and which the public suffix list does not all
 * hold.
 */
const shared = [
  'azurecr.io',
  'azurecr.cn',
  'azurecr.us',
  'azurecr.de',
  'jfrog.io',
  'amazonaws.com',
  'amazonaws.com.cn',
  'on.aws',
  'aliyuncs.com',
  'myhuaweicloud.com',
  'cloudsmith.io',
  'svc.cluster.local',
];

/** `host:port` with the default port written out, as two places are compared. */
export const placeOf = (url: URL): string =>
  `${url.hostname.replace(/\.$/, '')}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;

/**
 * Whether an anonymous request, and whether a login, may go to the realm of a challenge. The
 * runtime itself sends the login to any realm; the author of a Pod must not be able to make the
 * workstation do that.
 */
export async function judgeRealm(
  realm: string | undefined,
  registry: URL,
  allowed: readonly TokenHost[],
): Promise<RealmVerdict> {
  if (realm === undefined || realm === '') return { refused: 'the registry names no token server' };
  const url = parseRealm(realm);
  if (url === null) return { refused: 'the registry names a token server that is no URL' };
  const where = url.host;
  if (url.username !== '' || url.password !== '')
    return { refused: `the URL of the token server ${where} holds a login of its own` };
  const samePlace = placeOf(url) === placeOf(registry);
  if (url.protocol !== 'https:' && !(url.protocol === registry.protocol && samePlace))
    return { refused: `the token server ${where} is not asked over ${url.protocol.replace(/:$/, '')}` };
  url.hash = '';
  if (samePlace || (await isSameParty(url, registry, allowed)))
    return { url, login: true, says: null, flag: null, refused: null };
  const host = url.port === '' ? url.hostname : url.host;
  return {
    url,
    login: false,
    says: `not sent: the token server ${host} is another party's than ${registry.host}`,
    flag: `--allow-token-host ${registry.host}=${host}`,
    refused: null,
  };
}

function parseRealm(text: string): URL | null {
  const url = URL.parse(text);
  return url === null || url.hostname === '' || text.length > 4000 ? null : url;
}

async function isSameParty(url: URL, registry: URL, allowed: readonly TokenHost[]): Promise<boolean> {
  const [from, to] = [placeOf(registry), placeOf(url)];
  if (allowed.some((pair) => pair.registry === from && pair.host === to)) return true;
  const [registryHost, host] = [registry, url].map((one) => one.hostname.replace(/\.$/, ''));
  if (registryHost === undefined || host === undefined) return false;
  const known = to.endsWith(':443') && from.endsWith(':443');
  if (known && pairs.some(([name, token]) => name.test(registryHost) && host === token)) return true;
  if (registryHost.startsWith('[') || host.startsWith('[') || isIP(registryHost) !== 0 || isIP(host) !== 0)
    return false;
  if (shared.some((domain) => registryHost === domain || registryHost.endsWith(`.${domain}`)))
    return registryHost === host;
  const { getDomain } = await import('tldts');
  const domain = getDomain(registryHost, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(host, { allowPrivateDomains: true });
}

/** Reads `REGISTRY=HOST`, each with an optional port; null where it is something else. */
export function parseTokenHost(text: string): TokenHost | null {
  const [registry = '', host = '', ...more] = text.split('=');
  const [from, to] = [hostUrl(registry === 'docker.io' ? 'registry-1.docker.io' : registry), hostUrl(host)];
  return from === null || to === null || more.length > 0
    ? null
    : { registry: placeOf(from), host: placeOf(to) };
}

function hostUrl(text: string): URL | null {
  if (!/^(?:[^\s/?#@:[\]*]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu.test(text)) return null;
  return URL.parse(`https://${text}`);
}
