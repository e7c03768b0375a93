import type { UnreadEvidence } from '../../model/diagnosis.ts';
import { labelled } from '../../text/wrap.ts';
import { problemNeed } from '../plain-finding.ts';
import { checkCommand } from '../shell.ts';
import type { Layout } from './finding.ts';

/** The reads that gave nothing: what, what would help, and the command that asks for the permission. */
export const problemLines = (
  problems: readonly UnreadEvidence[],
  { width, chalk, connection }: Layout,
): readonly string[] =>
  problems.flatMap((problem) => [
    ...labelled('', problem.what, '  ', width),
    ...labelled('', problemNeed(problem), '    ', width),
    ...(problem.check === null ? [] : [`    $ ${chalk.cyan(checkCommand(problem.check, connection))}`]),
  ]);
