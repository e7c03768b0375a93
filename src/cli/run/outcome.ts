import type { PodDiagnosis, UnreadEvidence } from '../../model/diagnosis.ts';
import type { Unread } from './find-object.ts';

/** What was looked at and what came of it; `unread` are the targets that could not be read. */
export interface Outcome {
  readonly diagnoses: readonly PodDiagnosis[];
  readonly podsScanned: number;
  readonly unread: readonly Unread[];
  /** Reads that gave nothing and were of no single Pod. */
  readonly problems?: readonly UnreadEvidence[];
  /** Where a report without Pods says that it looked; null for everywhere. */
  readonly namespace: string | null;
  /** Templates were judged, not Pods. */
  readonly preflight?: boolean;
}
