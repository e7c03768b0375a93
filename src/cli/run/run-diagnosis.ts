import { isOfRegistry } from '../../diagnosis/unread.ts';
import { fails } from '../../model/diagnosis.ts';
import { UsageError } from '../args/argv.ts';
import type { ReportFlags } from '../args/common-flags.ts';
import { type ConnectionFlagValues, carriedFlags } from '../args/connection-flags.ts';
import type { ProbeFlagValues } from '../args/probe-flags.ts';
import { writeLine } from '../write-line.ts';
import { afterRequests } from './after-requests.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';
import { exitCodes } from './exit-code.ts';
import type { Outcome } from './outcome.ts';
import { endProgress } from './progress.ts';
import { checkOutputFile, writeOutput } from './write-output.ts';

type Flags = ConnectionFlagValues &
  ProbeFlagValues &
  ReportFlags & {
    readonly from?: string | undefined;
    readonly debug: boolean;
    readonly 'exit-zero': boolean;
    readonly 'node-config'?: boolean;
  };

/** Opens the source, has the Pods diagnosed, writes the report and sets the exit code: what every diagnosing command does. */
export async function runDiagnosis(
  flags: Flags,
  version: string,
  look: (source: EvidenceSource) => Promise<Outcome>,
): Promise<void> {
  const log = (line: string) => {
    if (flags.debug) writeLine(line);
  };
  if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
  const probing = await openProbingOf(flags, version, log);
  const otherLogins =
    probing !== null && (flags['docker-config'] !== undefined || flags.probe === 'anonymous');
  const opened = await openSource(flags.from, flags, log, otherLogins);
  const source =
    probing === null
      ? opened
      : {
          ...opened,
          probed: probing.probed,
          asksRegistries: true,
          otherLogins,
        };
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

/** Registries are asked for `--probe` alone, and nothing of that is loaded without it. */
export async function openProbingOf(flags: ProbeFlagValues, version: string, log: (line: string) => void) {
  if (flags.probe === undefined) {
    const alone = (['docker-config', 'platform'] as const).find((name) => flags[name] !== undefined);
    if (alone !== undefined)
      throw new UsageError(`--${alone} needs --probe: it says how registries are asked`);
    return null;
  }
  const { openProbing } = await import('./open-probing.ts');
  return openProbing(flags, version, log);
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
