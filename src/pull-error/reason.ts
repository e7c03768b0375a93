import type { PullErrorLabel } from '../model/pull-error.ts';

const phrased =
  /\b([45]\d\d) \(?(?:bad request|unauthorized|payment required|forbidden|not found|method not allowed|not acceptable|proxy authentication|request timeout|conflict|gone|precondition failed|i'm a teapot|misdirected|unprocessable|too many requests|unavailable for legal|internal server error|not implemented|bad gateway|service unavailable|service temporarily|gateway time-?out|http version|insufficient storage|origin|web server)/gi;
const named =
  /\b(?:status(?: ?code)?|http(?: status| code)?|http response code|code|URL"?)(?: from registry)?(?: \[[^\]]{0,300}\])?:? ([45]\d\d)\b/gi;

/**
 * The HTTP status that hidden words give: the last, innermost one. Docker's own `API error (500)`
 * is none.
 */
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
  /**
   * `bearer` is containers/image's token request, which does not say whether it carried a login.
   */
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

/** What an event's or waiting reason alone says, for texts that say nothing themselves. */
const byReason: ReadonlyMap<string, PullErrorLabel> = new Map(
  Object.entries<PullErrorLabel>({
    ErrImageNeverPull: 'never-pull-policy',
    InvalidImageName: 'invalid-image-reference',
    RegistryUnavailable: 'registry-unavailable',
    SignatureValidationFailed: 'signature-policy-rejected',
    FailedToRetrieveImagePullSecret: 'missing-pull-secret',
    InspectFailed: 'image-inspect-failed',
    ImageInspectError: 'image-inspect-failed',
    ImageGCFailed: 'image-gc-evicted',
    FreeDiskSpaceFailed: 'image-gc-evicted',
    EvictionThresholdMet: 'image-gc-evicted',
    Evicted: 'image-gc-evicted',
    ImageVolumeMountFailed: 'volume-image-error',
  }),
);

const backsOff: readonly string[] = ['ErrImagePull', 'ImagePullBackOff', 'BackOff'];
const notAboutImages =
  /^(?:FailedMount|FailedAttachVolume|FailedScheduling|CreateContainerConfigError|CrashLoopBackOff|Unhealthy)$/;
const inspection: readonly string[] = ['InspectFailed', 'ImageInspectError'];

/** Causes that the runtime's image status call can report; anything else is its own failure. */
const inspectCauses: readonly PullErrorLabel[] = [
  'short-name-ambiguous',
  'short-name-unresolvable',
  'invalid-image-reference',
  'runtime-unavailable',
  'disk-full',
  'signature-policy-rejected',
  'mirror-misconfigured',
];

/** Whether a label says nothing of the cause. */
export function isVague(label: PullErrorLabel): boolean {
  return label === 'unknown' || label === 'backoff-only';
}

/** The label of a reason, or null where it stands for many causes. */
export function reasonLabel(reason: string, textIsBare: boolean): PullErrorLabel | null {
  const known = byReason.get(reason);
  return known ?? (textIsBare && backsOff.includes(reason) ? 'backoff-only' : null);
}

/** The label after the reason has had its say over what the text said. */
export function withReason(label: PullErrorLabel, reason: string, text: string): PullErrorLabel {
  if (notAboutImages.test(reason)) return 'unknown';
  if (reason === 'FailedToRetrieveImagePullSecret') return 'missing-pull-secret';
  if (reason === 'SignatureValidationFailed') return 'signature-policy-rejected';
  const inspects = inspection.includes(reason) || /^(?:[^"]{0,200}: )?Failed to inspect image/i.test(text);
  if (inspects && !inspectCauses.includes(label)) return 'image-inspect-failed';
  return isVague(label) ? (reasonLabel(reason, false) ?? label) : label;
}
