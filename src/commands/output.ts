import type { PodDiagnosis } from '../model/diagnosis.ts';
import { renderJson } from '../report/json.ts';
import { chalkFor } from '../report/text/chalk-for.ts';
import { renderText } from '../report/text/render-text.ts';
import { type ReportContext, toReport } from '../report/to-report.ts';
import { wantsColour } from './colour.ts';

const width = 80;

/** Writes the report to standard output in the form that the user chose. */
export function writeReport(
  diagnoses: readonly PodDiagnosis[],
  context: ReportContext,
  flags: { readonly output: 'text' | 'json'; readonly color: 'auto' | 'always' | 'never' },
  namespace: string | null,
): void {
  if (flags.output === 'json') {
    process.stdout.write(renderJson(toReport(diagnoses, context)));
    return;
  }
  if (diagnoses.length === 0) {
    const where = namespace === null ? '' : ` in namespace ${namespace}`;
    process.stdout.write(`no pull problem${where} (${context.podsScanned} Pods looked at)\n`);
    return;
  }
  const chalk = chalkFor(wantsColour(flags.color, process.stdout.isTTY === true, process.env));
  process.stdout.write(renderText(diagnoses, { width, chalk, connection: context.connection }));
}
