import type { PodDiagnosis } from '../model/diagnosis.ts';
import type { Format } from '../report/formats.ts';
import { noProblem } from '../report/no-problem.ts';
import { chalkFor } from '../report/text/chalk-for.ts';
import { renderText } from '../report/text/render-text.ts';
import type { ReportContext } from '../report/to-report.ts';
import { wantsColour } from './colour.ts';

const width = 80;

/** Writes the report to standard output in the form that the user chose. */
export async function writeReport(
  diagnoses: readonly PodDiagnosis[],
  context: ReportContext,
  flags: {
    readonly output: Format;
    readonly color: 'auto' | 'always' | 'never';
    readonly 'all-findings'?: boolean;
  },
  namespace: string | null,
): Promise<void> {
  if (flags.output !== 'text') {
    const [{ renderers }, { toReport }] = await Promise.all([
      import('../report/render-report.ts'),
      import('../report/to-report.ts'),
    ]);
    process.stdout.write(renderers[flags.output](toReport(diagnoses, context), namespace));
    return;
  }
  if (diagnoses.length === 0) {
    process.stdout.write(`${noProblem(namespace, context.podsScanned)}\n`);
    return;
  }
  const chalk = chalkFor(wantsColour(flags.color, process.stdout.isTTY === true, process.env));
  process.stdout.write(
    renderText(diagnoses, {
      width,
      chalk,
      each: flags['all-findings'] ?? false,
      connection: context.connection,
    }),
  );
}
