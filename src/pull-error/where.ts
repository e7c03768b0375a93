/** Where a request went, read from an attempt's words before anything is hidden. */
export interface Where {
  readonly host: string | null;
  readonly address: string | null;
  readonly url: string | null;
  readonly tokenService: boolean;
  readonly mirror: boolean;
}

const tokenWords =
  /fetch (?:anonymous|oauth) tok|requesting bearer token|retrieve auth token|failed to authorize/i;
const tokenUrl = /\/(?:token|auth|oauth2\/token|service\/token|jwt\/auth)(?:\?|$)|[?&](?:service|scope)=/i;
// links that registries put into their messages
const helpUrl = /increase-rate-limit|aka\.ms|\/docs?\b|docs\.|troubleshoot/i;

function last(text: string, pattern: RegExp): string | null {
  return [...text.matchAll(pattern)].at(-1)?.[1] ?? null;
}

/** The authority of a URL. The runtime may have blanked or cut the rest, so no URL parser is asked. */
function authority(url: string): string | null {
  return (
    /^https?:\/\/(?:[^/?#@\s]{0,300}@)?([\w.:[\]<>-]{1,300})/i.exec(url)?.[1]?.replace(/[:.]+$/, '') ?? null
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

/** Host, dialled address and URL of the innermost request that the words name. */
export function whereOf(text: string): Where {
  const url =
    [...text.matchAll(/\bhttps?:\/\/[^\s"')]{1,4000}/gi)]
      .map(([match]) => match.replace(/[\]:,.;]+$/, ''))
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
  return {
    host: name?.replace(/\.$/, '') ?? (proxied ? dialled : plain),
    address: dns ?? dialled,
    url,
    tokenService:
      tokenWords.test(text) ||
      (url !== null && tokenUrl.test(url) && !/\/v2\/.{0,300}\/(?:manifests|blobs)\//.test(url)),
    mirror: url !== null && /[?&]ns=/.test(url),
  };
}
