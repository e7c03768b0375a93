import type { Problem } from '../../model/diagnosis.ts';
import type { SecretLint, UsersSeen } from '../../model/secret-lint.ts';
import { shellCommand } from '../shell.ts';
import type { Layout } from '../text/finding.ts';
import { printable } from '../text/printable.ts';
import { labelled } from '../text/wrap.ts';
import { secretLines } from './secret-lines.ts';
import { inOrder } from './to-secret-report.ts';

/** What was found, and what could not be read. `namespace` is where the program looked; null for everywhere. */
export interface SecretsFound {
  readonly lints: readonly SecretLint[];
  readonly problems: readonly Problem[];
  readonly seen: UsersSeen;
  readonly namespace: string | null;
}

/** The text report: a block for each Secret, wrong ones first, then the reads that gave nothing. */
export function renderSecrets(found: SecretsFound, layout: Layout): string {
  const { lints, problems, seen, namespace } = found;
  const none = `no pull secret${namespace === null ? '' : ` in namespace ${namespace}`}`;
  const blocks = [
    ...(lints.length === 0 ? [none] : []),
    ...inOrder(lints).map((lint) => secretLines(lint, seen, layout).join('\n')),
    ...(problems.length === 0 ? [] : [problemLines(problems, layout).join('\n')]),
  ];
  return `${printable(blocks.join('\n\n'), layout.chalk.level > 0)}\n`;
}

const problemLines = (problems: readonly Problem[], { width, chalk, connection }: Layout) => [
  'not read',
  ...problems.flatMap(({ what, need, check }) => [
    ...labelled('', what, '  ', width),
    ...labelled('', check === null ? need : `needs ${need}`, '    ', width),
    ...(check === null ? [] : [`    $ ${chalk.cyan(shellCommand(check, connection))}`]),
  ]),
];
