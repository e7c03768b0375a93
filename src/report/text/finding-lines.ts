import { Chalk, type ChalkInstance } from 'chalk';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { ReportFinding, ReportFix } from '../../model/report.ts';
import { labelled, wrap } from '../../text/wrap.ts';
import { fixLabel, fixTitle, problemNeed, proofOf, ruleNotes } from '../view.ts';

/** How text is laid out. `width` is in columns, for prose alone. */
export interface Layout {
  readonly width: number;
  readonly chalk: ChalkInstance;
}

/** chalk with a fixed level: the command decides whether there are colours. */
export const chalkFor = (colour: boolean): ChalkInstance => new Chalk({ level: colour ? 1 : 0 });

const indent = '  ';

/**
 * A finding in full: the verdict with its rule, the fixes, the proof, what was not checked.
 * `message` is shown elsewhere.
 */
export const fullFinding = (
  finding: ReportFinding,
  layout: Layout,
  message: string | null = null,
): readonly string[] => [
  ...verdictLines(finding.what, `${finding.rule}${ruleNotes(finding)}`, layout),
  ...finding.fixes.flatMap((fix, index) => fixLines(fix, index, layout)),
  ...proofOf(finding, message).flatMap((why, index) =>
    labelled(index === 0 ? 'Why   ' : '      ', why, indent, layout.width),
  ),
  ...notChecked(finding.unchecked, layout.width),
];

/** The verdict with its rule beside it, or below where the line has no room for both. */
export function verdictLines(what: string, rule: string, { width, chalk }: Layout): readonly string[] {
  const lines = wrap(what, width - indent.length);
  const bold = lines.map((line) => indent + chalk.bold(line));
  if (rule === '') return bold;
  const room = width - indent.length - (lines.at(-1)?.length ?? 0);
  return room >= rule.length + 2
    ? [...bold.slice(0, -1), `${bold.at(-1)}  ${chalk.dim(rule)}`]
    : [...bold, indent + chalk.dim(rule)];
}

/** A finding in one or two lines, for those that are not the cause. */
export function shortFinding(finding: ReportFinding, { width, chalk }: Layout): readonly string[] {
  const label = { error: 'Also     ', warning: 'Warning  ', info: 'Info     ' }[finding.severity];
  return labelled(label, `${finding.what} (${finding.rule})`, indent, width).map((line) => chalk.dim(line));
}

export const notChecked = (unchecked: readonly string[], width: number): readonly string[] =>
  unchecked.flatMap((one, index) =>
    labelled(index === 0 ? 'Not checked  ' : '             ', one, indent, width),
  );

function fixLines(fix: ReportFix, index: number, { width, chalk }: Layout): readonly string[] {
  const label = fixLabel(fix, index).padEnd(6);
  const hanging = ' '.repeat(indent.length + label.length);
  return [
    ...labelled(label, fixTitle(fix), indent, width),
    // never wrapped: it is there to be copied
    ...(fix.command === null ? [] : [`${hanging}$ ${chalk.cyan(fix.command)}`]),
    ...(fix.after === '' ? [] : wrap(fix.after, width - hanging.length).map((line) => hanging + line)),
  ];
}

/**
 * The reads that gave nothing: what, what would help, and the command that asks for the permission.
 */
export const problemLines = (
  problems: readonly UnreadEvidence[],
  { width, chalk }: Layout,
): readonly string[] =>
  problems.length === 0
    ? []
    : [
        'Could not read (may change the verdict)',
        ...problems.flatMap((problem) => [
          ...labelled('', problem.what, indent, width),
          ...labelled('', problemNeed(problem), '    ', width),
          ...(problem.check === null ? [] : [`    $ ${chalk.cyan(problem.check)}`]),
        ]),
      ];
