import type { PullErrorLabel } from '../model/pull-error.ts';

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
