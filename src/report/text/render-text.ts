import type { PodDiagnosis, UnreadEvidence } from '../../model/diagnosis.ts';
import { visibleData } from '../../text/visible.ts';
import { wrap } from '../../text/wrap.ts';
import type { Layout } from './finding.ts';
import { type Group, groupByCause, groupTitle, sameLines } from './groups.ts';
import { podLines } from './pod.ts';
import { problemLines } from './problems.ts';

/**
 * The text report. Pods that fail for one cause are told once, with the names of the others, unless each is wanted. `problems` are reads that
 * gave nothing and were of no single Pod.
 */
export function renderText(
  pods: readonly PodDiagnosis[],
  layout: Layout,
  problems: readonly UnreadEvidence[] = [],
): string {
  const shown = pods.map(visiblePod);
  const groups = layout.each ? shown.map((pod): Group => [pod]) : groupByCause(shown);
  const blocks = [
    ...groups.map((group) => groupLines(group, layout).join('\n')),
    ...(problems.length === 0
      ? []
      : [['not read', ...problemLines(visibleData(problems), layout)].join('\n')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What the text tells of a Pod, in characters that can be seen; the rest of the evidence is not told. */
const visiblePod = ({ evidence, ...told }: PodDiagnosis): PodDiagnosis => ({
  ...visibleData(told),
  evidence: { ...evidence, pod: visibleData(evidence.pod) },
});

function groupLines(group: Group, layout: Layout): readonly string[] {
  const same = sameLines(group, layout.connection).flatMap((line) => ['', ...wrap(line, layout.width)]);
  return [
    ...groupTitle(group).flatMap((line) => [layout.chalk.bold(line), '']),
    ...podLines(group[0], layout),
    ...same,
  ];
}
