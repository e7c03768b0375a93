import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { SecretLint, UsersSeen } from '../../model/secret-lint.ts';
import { visibleData } from '../../text/visible.ts';
import { toProblem } from '../shell.ts';
import { problemLines } from '../text/finding-lines.ts';
import { type SecretLayout, secretLines } from './secret-lines.ts';
import { inOrder } from './to-secret-report.ts';

/**
 * What was found, and what could not be read. `namespace` is where the program looked; null for
 * everywhere.
 */
export interface SecretsFound {
  readonly lints: readonly SecretLint[];
  readonly problems: readonly UnreadEvidence[];
  readonly seen: UsersSeen;
  readonly namespace: string | null;
}

/** The text report: a block for each Secret, wrong ones first, then the reads that gave nothing. */
export function renderSecrets(found: SecretsFound, layout: SecretLayout): string {
  const { lints, problems, seen, namespace } = visibleData(found);
  const none = `no pull secret${namespace === null ? '' : ` in namespace ${namespace}`}`;
  const blocks = [
    ...(lints.length === 0 ? [none] : []),
    ...inOrder(lints).map((lint) => secretLines(lint, seen, layout).join('\n')),
    ...(problems.length === 0
      ? []
      : [
          problemLines(
            problems.map((problem) => toProblem(problem, layout.connection)),
            layout,
          ).join('\n'),
        ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
