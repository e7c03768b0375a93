import type { PullStep } from '../model/pull-error.ts';

/** Where a request went, read from an attempt's words before anything is hidden. */
export interface Where {
  readonly host: string | null;
  readonly address: string | null;
  readonly url: string | null;
  readonly step: PullStep | null;
  /** The runtime asked this host in place of the image's registry. */
  readonly mirror: boolean;
  /** A host that only stores content: a bucket or a CDN that the registry led to. */
  readonly store: boolean;
}

const tokenWords =
  /fetch (?:anonymous|oauth) tok|requesting bearer token|retrieve auth token|failed to authorize/i;
const tokenUrl = /\/(?:token|auth|oauth2\/token|service\/token|jwt\/auth)(?:\?|$)|[?&](?:service|scope)=/i;
// links that registries put into their messages
const helpUrl = /increase-rate-limit|aka\.ms|\/docs?\b|docs\.|troubleshoot/i;
/** Paths of the distribution API; a redirect to a content store leaves them. */
const registryApi = /\/v2\/?(?:$|[?]|.{1,600}\/(?:manifests|blobs|tags|referrers)\/)/;
const contentPath = /\/v2\/.{0,300}\/(?:manifests|blobs)\//;

function last(text: string, pattern: RegExp): string | null {
  return [...text.matchAll(pattern)].at(-1)?.[1] ?? null;
}

/**
 * The authority of a URL. The runtime may have blanked or cut the rest, so no URL parser is asked.
 */
function authority(url: string): string | null {
  return (
    /^https?:\/\/(?:[^/?#@\s]{0,300}@)?([\w.:[\]<>-]{1,300})/i
      .exec(url)?.[1]
      ?.replace(/(?<![:.])[:.]+$/, '') ?? null
  );
}

function hostOf(text: string, url: string | null): string | null {
  if (url !== null) return authority(url);
  return (
    last(text, /\bfrom host ([^\s,]{1,300}) failed/g) ??
    last(text, /\b(?:container|docker) registry ([\w.:[\]-]{1,300}?)(?=:? |:?$)/g) ??
    last(text, /\bmanifest [^\s,]{1,600} in ((?=[^\s/]*[.:]|localhost)[\w.:[\]-]{1,300})\//g) ??
    last(text, /\b(?:denied for|manifest for|repository) ((?=[^\s/]*[.:]|localhost)[\w.:[\]-]{1,300})\//g)
  );
}

/**
 * What each step's words look like, from the last step to the first; the first that fits is the one
 * that failed.
 */
const blobWords =
  /\/blobs\/|(?:reading|fetching|writing|storing|copying) (?:partial )?(?:blob|layer|config)|partial pull of blob|blob unknown|pulling image configuration|error downloading|filesystem layer/i;
const afterResolve =
  /failed to copy: |httpRead(?:er)?Seeker|copying (?:system )?image from manifest list|determining manifest MIME type/i;
const resolveWords =
  /failed to resolve |initializing source|pinging (?:container|docker) registry|reading manifest|\/manifests\/|\/v2\/?"|manifest for |pull access denied/i;

/** Whether this URL, the last of the words, is a token service's. */
const asksToken = (text: string, url: string): boolean =>
  !contentPath.test(url) && (tokenWords.test(text) || tokenUrl.test(url));

function stepOf(text: string, url: string | null, store: boolean): PullStep | null {
  const ofContent = url !== null && contentPath.test(url);
  const ofToken = tokenWords.test(text) || (url !== null && tokenUrl.test(url) && !ofContent);
  // a token for a layer: the one for the manifest was given
  if (ofToken) return afterResolve.test(text) ? 'manifest' : 'token';
  if (url !== null && ofContent && !url.includes('/blobs/'))
    return afterResolve.test(text) ? 'manifest' : 'resolve';
  if (store || blobWords.test(text)) return 'blob';
  if (afterResolve.test(text)) return 'manifest';
  return resolveWords.test(text) ? 'resolve' : null;
}

/**
 * The registry of the image that the runtime's wrapper names, `docker.io` for a name without one;
 * null without a wrapper.
 */
function askedRegistry(text: string): string | null {
  const name =
    /\b(?:image|reference) "([^"\s]{1,1000})"/i.exec(text)?.[1] ??
    /\bdocker:\/\/([^\s"',]{1,1000})/i.exec(text)?.[1]?.replace(/:$/, '');
  if (name === undefined) return null;
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/**
 * Hosts that registries answer manifests from under another name (their redirects), beside the name
 * itself.
 */
const otherNames: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:index\.)?docker\.io$/, /(?:^|\.)docker\.(?:io|com)$/],
  [/^(?:registry\.k8s\.io|k8s\.gcr\.io)$/, /(?:^|\.)(?:registry\.k8s\.io|pkg\.dev|gcr\.io)$/],
  [/^(?:[a-z]+\.)?gcr\.io$/, /(?:^|\.)(?:gcr\.io|pkg\.dev)$/],
];

/** Token services of registries whose own they are; another host's is that of a mirror. */
const tokenHosts: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:index\.)?docker\.io$/, /(?:^|\.)docker\.(?:io|com)$/],
  [/^quay\.io$/, /(?:^|\.)quay\.io$/],
  [/^ghcr\.io$/, /(?:^|\.)(?:ghcr\.io|github\.com)$/],
  [
    /^(?:registry\.k8s\.io|k8s\.gcr\.io|(?:[a-z]+\.)?gcr\.io)$/,
    /(?:^|\.)(?:registry\.k8s\.io|gcr\.io|pkg\.dev|googleapis\.com)$/,
  ],
  [/^mcr\.microsoft\.com$/, /(?:^|\.)microsoft\.com$/],
  [/^public\.ecr\.aws$/, /(?:^|\.)(?:ecr\.aws|amazonaws\.com)$/],
];

function isMirrorsToken(asked: string | null, host: string | null): boolean {
  if (asked === null || host === null) return false;
  const [, own] = tokenHosts.find(([registry]) => registry.test(asked)) ?? [];
  return own !== undefined && !own.test(withoutPort(host));
}

const withoutPort = (host: string) => host.replace(/:\d+$/, '');

/** Whether a host that gives manifests is not the image's own registry. */
function isMirror(asked: string | null, host: string | null): boolean {
  if (asked === null || host === null) return false;
  const [registry, other] = [withoutPort(asked), withoutPort(host)];
  if (registry === other) return false;
  return !otherNames.some(([name, hosts]) => name.test(registry) && hosts.test(other));
}

/** Host, dialled address, URL and step of the innermost request that the words name. */
export function whereOf(text: string): Where {
  const url =
    [...text.matchAll(/\bhttps?:\/\/[^\s"')]{1,4000}/gi)]
      .map(([match]) => match.replace(/(?<![\]:,.;])[\]:,.;]+$/, ''))
      .filter((match) => !helpUrl.test(match))
      .at(-1) ?? null;
  const name = last(text, /\blookup ([\w.-]{1,253})(?=[:\s]|$)/g);
  const dns = last(text, /\blookup [\w.-]{1,253} on ([\w.:[\]%-]{3,80}:\d{1,5})\b/g);
  const dialled =
    last(text, /\bdial tcp ([\d.]{7,15}:\d{1,5}|\[[\da-f:.%\w]{2,60}\]:\d{1,5})/gi) ??
    last(text, /\btcp [\w.:[\]%]{3,80}->([\w.:[\]%]{3,80}:\d{1,5})\b/g);
  const proxied = /proxyconnect|socks connect/i.test(text);
  const refusedConnect = /\b407 Proxy|Proxy Authentication Required/i.test(text);
  const plain = refusedConnect ? null : hostOf(text, url);
  const store = url !== null && !registryApi.test(url) && !tokenWords.test(text) && !tokenUrl.test(url);
  const step = stepOf(text, url, store);
  // a token for a layer is asked after the manifest, and of the same token service
  const ofToken = step === 'token' || (step === 'manifest' && url !== null && asksToken(text, url));
  const content = !ofToken && (step === 'resolve' || step === 'manifest' || (step === 'blob' && !store));
  return {
    host: name?.replace(/\.$/, '') ?? (proxied ? dialled : plain),
    address: dns ?? dialled,
    url,
    step,
    mirror:
      (url !== null && /[?&]ns=/.test(url)) ||
      (content && isMirror(askedRegistry(text), plain)) ||
      (ofToken && isMirrorsToken(askedRegistry(text), plain)),
    store,
  };
}
