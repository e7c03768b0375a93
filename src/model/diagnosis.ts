import type { PodEvidence, PodImage } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { ObjectRef } from './observed.ts';
import type { ProbeResult } from './probe.ts';
import type { PullError } from './pull-error.ts';
import type { Simulation } from './simulation.ts';

/** `pending`: not tried yet, or pulling. `unknown`: the evidence does not tell. */
export type PullStatus = 'failing' | 'ok' | 'pending' | 'unknown';

/** How an image's pull fails, in the kubelet's message. Times are RFC 3339. */
export interface PullFailure {
  /** The waiting reason, else the event's. */
  readonly reason: string;
  /** The most informative words that were found, whole. */
  readonly text: string;
  readonly from: 'status' | 'event' | 'none';
  readonly error: PullError;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/**
 * What one image of a Pod came to. `cause` is the first error's rule; null when nothing fails or
 * nothing explains it.
 */
export interface ImageDiagnosis {
  readonly image: PodImage;
  readonly status: PullStatus;
  readonly failure: PullFailure | null;
  readonly simulation: Simulation;
  readonly findings: readonly Finding[];
  readonly cause: string | null;
  /** What the registry answered; null where it was not asked. */
  readonly probe: ProbeResult | null;
}

/** A pull fails, or would: an image that nobody tried yet may have an error too. */
export const fails = ({ status, findings }: ImageDiagnosis): boolean =>
  status === 'failing' || findings.some((finding) => finding.severity === 'error');

/** A read that failed or was denied and could change the verdict, its proof or its fix. */
export interface UnreadEvidence {
  readonly what: string;
  /** The permission, or what else would make it readable. */
  readonly need: string;
  /** A command that tells whether the permission is there; null where no permission is at stake. */
  readonly check: string | null;
}

export interface PodDiagnosis {
  readonly evidence: PodEvidence;
  /** A template was judged, not a Pod: nothing was pulled yet. */
  readonly preflight: boolean;
  readonly owner: ObjectRef | null;
  readonly images: readonly ImageDiagnosis[];
  readonly problems: readonly UnreadEvidence[];
}
