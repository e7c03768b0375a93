import type { PullErrorLabel } from '../model/pull-error.ts';

const phrased =
  /\b([45]\d\d) \(?(?:bad request|unauthorized|payment required|forbidden|not found|method not allowed|not acceptable|proxy authentication|request timeout|conflict|gone|precondition failed|i'm a teapot|misdirected|unprocessable|too many requests|unavailable for legal|internal server error|not implemented|bad gateway|service unavailable|service temporarily|gateway time-?out|http version|insufficient storage|origin|web server)/gi;
const named =
  /\b(?:status(?: ?code)?|http(?: status| code)?|http response code|code|URL"?)(?: from registry)?(?: \[[^\]]{0,300}\])?:? ([45]\d\d)\b/gi;

/** The HTTP status that hidden words give: the last, innermost one. Docker's own `API error (500)` is none. */
export function statusOf(words: string): number | null {
  const found = [...words.matchAll(phrased), ...words.matchAll(named)];
  const last = found.reduce<RegExpMatchArray | null>(
    (latest, match) => (latest === null || (match.index ?? 0) > (latest.index ?? 0) ? match : latest),
    null,
  );
  return last === null ? null : Number(last[1]);
}

/** Where a status came from, as far as it changes the meaning of the number. */
export interface StatusSource {
  /** `bearer` is containers/image's token request, which does not say whether it carried a login. */
  readonly token: 'anonymous' | 'oauth' | 'bearer' | null;
  /** An HTML page answered, or a ping did, or a content host outside the registry's API. */
  readonly notTheApi: boolean;
  readonly blob: boolean;
}

/** What an HTTP status means for a pull. */
export function statusLabel(status: number, from: StatusSource): PullErrorLabel {
  if (status === 407) return 'proxy-failure';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'registry-5xx';
  if (from.token !== null && (status === 401 || status === 403 || status === 400)) {
    if (from.token !== 'oauth') return 'unauthorized-no-credentials';
    return status === 403 ? 'forbidden-insufficient-scope' : 'unauthorized-bad-credentials';
  }
  if (status === 401) return 'unauthorized-no-credentials';
  if (status === 403) return from.notTheApi ? 'registry-4xx-other' : 'forbidden-insufficient-scope';
  if (status === 404 && from.token === null) return from.blob ? 'blob-missing-or-corrupt' : 'tag-not-found';
  return 'registry-4xx-other';
}
