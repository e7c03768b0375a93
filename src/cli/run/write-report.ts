import type { PodDiagnosis } from '../../model/diagnosis.ts';
import { renderers } from '../../report/render-report.ts';
import { type ConnectionFlags, checkCommand } from '../../report/shell.ts';
import { renderText } from '../../report/text/render-text.ts';
import { type ReportContext, toReport } from '../../report/to-report.ts';
import type { ReportFlags } from '../args/common-flags.ts';
import { writeLine } from '../write-line.ts';
import type { Unread } from './find-object.ts';
import type { Outcome } from './outcome.ts';
import { textLayout } from './text-layout.ts';

/** Tells what could not be read, a line each, on standard error. */
export function writeUnread(unread: readonly Unread[], connection: ConnectionFlags): void {
  for (const { says, problem } of unread) {
    const check = problem?.check ?? null;
    const see = check === null ? '' : ` (see: ${checkCommand(check, connection)})`;
    writeLine(`error: ${says}${see}`);
  }
}

/** Writes the report to standard output in the form that the user chose. */
export async function writeReport(
  diagnoses: readonly PodDiagnosis[],
  context: ReportContext,
  flags: ReportFlags,
  {
    namespace,
    unread,
    problems = [],
    scan = false,
  }: Pick<Outcome, 'namespace' | 'unread' | 'problems' | 'scan'>,
): Promise<void> {
  if (flags.output === 'text') {
    // what no target could be read for stands on standard error
    const { screen, ...layout } = textLayout(flags.color);
    const each = flags['all-findings'] ?? false;
    const report = toReport(diagnoses, { ...context, problems });
    process.stdout.write(
      renderText(report, namespace, { ...layout, each, ...(scan && screen !== undefined ? { screen } : {}) }),
    );
    return;
  }
  const unanswered = unread.flatMap(({ problem }) => problem ?? []);
  const report = toReport(diagnoses, { ...context, problems: [...unanswered, ...problems] });
  process.stdout.write(renderers[flags.output](report, namespace));
}
