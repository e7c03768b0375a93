import { isOfRegistry } from '../../diagnosis/unread.ts';
import { fails } from '../../model/diagnosis.ts';
import type { DiagnosisFlags } from '../args/common-flags.ts';
import { carriedFlags } from '../args/connection-flags.ts';
import { writeLine } from '../write-line.ts';
import { afterRequests } from './after-requests.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';
import { exitCodes } from './exit-code.ts';
import { openProbingOf, sendsOtherLogins, withProbing } from './open-probing-of.ts';
import type { Outcome } from './outcome.ts';
import { endProgress } from './progress.ts';
import { checkOutputFile, writeOutput } from './write-output.ts';

/** Opens the source, has the Pods diagnosed, writes the report and sets the exit code: what every diagnosing command does. */
export async function runDiagnosis(
  flags: DiagnosisFlags,
  version: string,
  look: (source: EvidenceSource) => Promise<Outcome>,
): Promise<void> {
  const log = (line: string) => {
    if (flags.debug) writeLine(line);
  };
  if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
  if (flags.contexts !== undefined || flags['all-contexts'] === true) {
    const { runContexts } = await import('./run-contexts.ts');
    return runContexts(flags, version, look, log);
  }
  const probing = await openProbingOf(flags, version, log);
  const source = withProbing(
    await openSource(flags.from, flags, log, sendsOtherLogins(flags)),
    probing,
    flags,
  );
  try {
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
  } finally {
    await probing?.close();
    await source.close();
  }
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
