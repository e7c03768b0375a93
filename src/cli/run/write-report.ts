import type { PodDiagnosis } from '../../model/diagnosis.ts';
import type { Report } from '../../model/report.ts';
import type { RuleHelp } from '../../report/rule-help.ts';
import { type ConnectionFlags, checkCommand } from '../../report/shell.ts';
import { renderText } from '../../report/text/render-text.ts';
import { type ReportContext, toReport } from '../../report/to-report.ts';
import type { ReportFlags } from '../args/common-flags.ts';
import { repository } from '../program.ts';
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

/** The report in the form that the user chose. */
export async function renderedReport(
  diagnoses: readonly PodDiagnosis[],
  context: ReportContext,
  flags: ReportFlags,
  {
    namespace,
    unread,
    problems = [],
    scan = false,
  }: Pick<Outcome, 'namespace' | 'unread' | 'problems' | 'scan'>,
): Promise<string> {
  // what no target could be read for stands on standard error
  const unanswered = flags.output === 'text' ? [] : unread.flatMap(({ problem }) => problem ?? []);
  const report = toReport(diagnoses, { ...context, problems: [...unanswered, ...problems] });
  return formOf(report, flags, { namespace, scan });
}

/** A report in the form that the user chose. `scan`: a screenful of details is enough. */
export async function formOf(
  report: Report,
  flags: ReportFlags,
  { namespace, scan = false }: Pick<Outcome, 'namespace' | 'scan'>,
): Promise<string> {
  if (flags.output === 'text') {
    const { screen, ...layout } = textLayout(flags);
    const each = flags['all-findings'] ?? false;
    return renderText(report, namespace, {
      ...layout,
      each,
      ...(scan && screen !== undefined ? { screen } : {}),
    });
  }
  const { renderers } = await import('../../report/render-report.ts');
  const rules = withHelp.has(flags.output) ? await ruleHelp(report) : undefined;
  return renderers[flags.output](report, namespace, rules);
}

/** Forms that carry the pages of the rules with them. */
const withHelp: ReadonlySet<ReportFlags['output']> = new Set(['sarif', 'html']);

async function ruleHelp({ pods }: Report): Promise<RuleHelp> {
  const [{ rules }, { rulePage }] = await Promise.all([
    import('../../rules/index.ts'),
    import('./rule-page.ts'),
  ]);
  const named = new Set(
    pods.flatMap((pod) => pod.images.flatMap((one) => one.findings.map(({ rule }) => rule))),
  );
  const pages = rules
    .filter(({ id }) => named.has(id))
    .map(async ({ id, title }) => [id, { title, page: await rulePage(id) }] as const);
  return { repository, rules: new Map(await Promise.all(pages)) };
}
