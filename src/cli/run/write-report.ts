import type { PodDiagnosis } from '../../model/diagnosis.ts';
import { noProblem } from '../../report/no-problem.ts';
import { type ConnectionFlags, checkCommand } from '../../report/shell.ts';
import { chalkFor } from '../../report/text/chalk-for.ts';
import { renderText } from '../../report/text/render-text.ts';
import type { ReportContext } from '../../report/to-report.ts';
import { wantsColour } from '../args/colour.ts';
import type { ReportFlags } from '../args/common-flags.ts';
import { writeLine } from '../write-line.ts';
import type { Unread } from './find-object.ts';
import type { Outcome } from './outcome.ts';

const width = 80;

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
  { namespace, unread, problems = [] }: Pick<Outcome, 'namespace' | 'unread' | 'problems'>,
): Promise<void> {
  if (flags.output !== 'text') {
    const [{ renderers }, { toReport }] = await Promise.all([
      import('../../report/render-report.ts'),
      import('../../report/to-report.ts'),
    ]);
    const unanswered = unread.flatMap(({ problem }) => problem ?? []);
    const report = toReport(diagnoses, { ...context, problems: [...unanswered, ...problems] });
    process.stdout.write(renderers[flags.output](report, namespace));
    return;
  }
  if (diagnoses.length === 0) {
    process.stdout.write(`${noProblem(namespace, context.podsScanned)}\n`);
    return;
  }
  const chalk = chalkFor(wantsColour(flags.color, process.stdout.isTTY === true, process.env));
  process.stdout.write(
    renderText(
      diagnoses,
      { width, chalk, each: flags['all-findings'] ?? false, connection: context.connection },
      problems,
    ),
  );
}
