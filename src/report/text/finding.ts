import type { ChalkInstance } from 'chalk';
import type { Finding, Fix, Why } from '../../model/finding.ts';
import { labelled, wrap } from '../../text/wrap.ts';
import { type ConnectionFlags, fixCommand } from '../shell.ts';

/** How text is laid out. `width` is in columns, for prose alone. */
export interface Layout {
  readonly width: number;
  /** Every Pod in full, those of one cause too. */
  readonly each?: boolean;
  readonly chalk: ChalkInstance;
  readonly connection: ConnectionFlags;
}

const indent = '  ';

/** A finding in full: what, rule, why, what was not checked, the fix. */
export function fullFinding(finding: Finding, layout: Layout): readonly string[] {
  const { chalk, width } = layout;
  const kind = finding.facts['mismatch'];
  const detail = [kind, finding.certainty === 'likely' ? 'likely' : null].filter(
    (word) => typeof word === 'string',
  );
  return [
    ...wrap(finding.what, width - indent.length).map((line) => indent + chalk.bold(line)),
    chalk.dim(`${indent}rule ${finding.rule}${detail.length === 0 ? '' : ` (${detail.join(', ')})`}`),
    '',
    ...finding.why.flatMap((why, index) =>
      labelled(index === 0 ? 'why  ' : '     ', whyText(why), indent, width),
    ),
    ...notChecked(finding.unchecked, width),
    ...finding.fixes.flatMap((fix, index) =>
      fixLines(fix, index === 0 ? 'fix  ' : fix.alternative ? 'or   ' : 'then ', layout),
    ),
  ];
}

/** A finding in one or two lines, for those that are not the cause. */
export function shortFinding(finding: Finding, { width, chalk }: Layout): readonly string[] {
  const label = { error: 'also     ', warning: 'warning  ', info: 'info     ' }[finding.severity];
  return labelled(label, `${finding.what} (${finding.rule})`, indent, width).map((line) => chalk.dim(line));
}

export const notChecked = (unchecked: readonly string[], width: number) =>
  unchecked.flatMap((one, index) =>
    labelled(index === 0 ? 'not checked  ' : '             ', one, indent, width),
  );

/** Objects are the subject of what they say; the kubelet is quoted, and what was simulated is a statement of its own. */
export const whyText = ({ source, says }: Why) =>
  source === 'simulated' ? says : source === 'kubelet' ? `kubelet: ${says}` : `${source} ${says}`;

function fixLines(fix: Fix, label: string, { width, chalk, connection }: Layout): readonly string[] {
  const effect = fix.effect === 'changes' || fix.effect === 'deletes' ? ` [${fix.effect}]` : '';
  const command = fixCommand(fix, connection);
  const hanging = ' '.repeat(indent.length + label.length);
  return [
    ...labelled(label, `${fix.title}${effect}`, indent, width),
    // never wrapped: it is there to be copied
    ...(command === null ? [] : [`${hanging}$ ${chalk.cyan(command)}`]),
    ...(fix.after === '' ? [] : wrap(fix.after, width - hanging.length).map((line) => hanging + line)),
  ];
}
