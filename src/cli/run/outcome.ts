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
  /** The Pods were found, not named: a screenful of details is enough. */
  readonly scan?: boolean;
}

/** Several looks as one: `preflight` where all of them judged templates. */
export function joinOutcomes(outcomes: readonly Outcome[], namespace: string | null): Outcome {
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1) return only;
  return {
    diagnoses: outcomes.flatMap((one) => one.diagnoses),
    podsScanned: outcomes.reduce((sum, one) => sum + one.podsScanned, 0),
    unread: outcomes.flatMap((one) => one.unread),
    problems: outcomes.flatMap((one) => one.problems ?? []),
    namespace,
    preflight: outcomes.length > 0 && outcomes.every((one) => one.preflight === true),
  };
}
