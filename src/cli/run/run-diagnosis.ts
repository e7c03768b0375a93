import { isOfRegistry } from '../../diagnosis/unread.ts';
import { fails } from '../../model/diagnosis.ts';
import type { DiagnosisFlags } from '../args/common-flags.ts';
import { carriedFlags } from '../args/connection-flags.ts';
import { afterRequests } from './after-requests.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { exitCodes } from './exit-code.ts';
import type { Outcome } from './outcome.ts';
import { endProgress } from './progress.ts';
import { withSource } from './with-source.ts';
import { checkOutputFile, writeOutput } from './write-output.ts';

/**
 * Opens the source, has the Pods diagnosed, writes the report and sets the exit code: what every
 * diagnosing command does.
 */
export async function runDiagnosis(
  flags: DiagnosisFlags,
  version: string,
  look: (source: EvidenceSource) => Promise<Outcome>,
): Promise<void> {
  if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
  if (flags.contexts !== undefined || flags['all-contexts'] === true) {
    const { runContexts } = await import('./run-contexts.ts');
    return runContexts(flags, version, look);
  }
  await withSource(flags, version, async (source) => {
    const [outcome, { renderedReport, writeUnread }] = await Promise.all([
      look(source),
      afterRequests(() => import('./write-report.ts')),
    ]);
    const { diagnoses, podsScanned, unread, preflight = false } = outcome;
    endProgress();
    writeUnread(unread, carriedFlags(flags));
    if (diagnoses.length > 0 || unread.length === 0) {
      const context = {
        version,
        source: source.source,
        observedAt: source.occasion.observedAt,
        podsScanned,
        preflight,
        connection: carriedFlags(flags),
      };
      writeOutput(await renderedReport(diagnoses, context, flags, outcome), flags['output-file']);
    }
    process.exitCode = exitCode(outcome, source, flags['exit-zero']);
  });
}

function exitCode(
  { diagnoses, unread, preflight = false }: Outcome,
  { occasion, otherLogins = false }: EvidenceSource,
  zero: boolean,
): number {
  if (unread.length > 0) return exitCodes.notChecked;
  if (diagnoses.some(({ images }) => images.some(fails))) return zero ? exitCodes.sound : exitCodes.failing;
  // where nothing was pulled yet, only what the cluster holds can tell that a pull would not fail
  const unknown =
    preflight &&
    occasion.source === 'cluster' &&
    !otherLogins &&
    diagnoses.some(({ problems }) => problems.some((one) => !isOfRegistry(one)));
  return unknown ? exitCodes.notChecked : exitCodes.sound;
}
