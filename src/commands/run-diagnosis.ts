import { fails, type PodDiagnosis } from '../model/diagnosis.ts';
import { type ConnectionFlagValues, carriedFlags } from './connection-flags.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';
import { writeReport } from './output.ts';
import { endProgress } from './progress.ts';
import { say } from './say.ts';
import { exitCodes } from './verdict.ts';

/** What was looked at and what came of it; `unread` are the targets that could not be read, a line each. */
export interface Outcome {
  readonly diagnoses: readonly PodDiagnosis[];
  readonly podsScanned: number;
  readonly unread: readonly string[];
  /** Where a report without Pods says that it looked; null for everywhere. */
  readonly namespace: string | null;
  /** Templates were judged, not Pods. */
  readonly preflight?: boolean;
}

type Flags = ConnectionFlagValues &
  Parameters<typeof writeReport>[2] & {
    readonly from?: string | undefined;
    readonly debug: boolean;
    readonly 'exit-zero': boolean;
  };

/** Opens the source, has the Pods diagnosed, writes the report and sets the exit code: what every diagnosing command does. */
export async function runDiagnosis(
  flags: Flags,
  version: string,
  look: (source: EvidenceSource) => Promise<Outcome>,
): Promise<void> {
  const source = await openSource(flags.from, flags, (line) => {
    if (flags.debug) say(line);
  });
  try {
    const { diagnoses, podsScanned, unread, namespace, preflight = false } = await look(source);
    endProgress();
    for (const line of unread) say(`error: ${line}`);
    if (diagnoses.length > 0 || unread.length === 0) {
      const context = {
        version,
        source: source.source,
        podsScanned,
        preflight,
        connection: carriedFlags(flags),
      };
      writeReport(diagnoses, context, flags, namespace);
    }
    process.exitCode = exitCode(diagnoses, unread, flags['exit-zero']);
  } finally {
    await source.close();
  }
}

function exitCode(diagnoses: readonly PodDiagnosis[], unread: readonly string[], zero: boolean): number {
  if (unread.length > 0) return exitCodes.notChecked;
  const failing = diagnoses.some(({ images }) => images.some(fails));
  return failing && !zero ? exitCodes.failing : exitCodes.sound;
}
