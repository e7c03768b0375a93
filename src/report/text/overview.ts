import type { Report } from '../../model/report.ts';
import { plural } from '../../text/plural.ts';
import { type CauseRow, causesOf, type PodGroup } from '../groups.ts';
import { blamed, fails, podFails, podPath } from '../view.ts';
import type { Layout } from './finding-lines.ts';
import { plainTable } from './plain-table.ts';

/**
 * The head of a report on several Pods: how many fail, and for each cause an example and its fix.
 * Empty where none fails.
 */
export function overview(
  { pods, kind, summary }: Report,
  groups: readonly PodGroup[],
  { chalk, width }: Layout,
): readonly string[] {
  const failing = pods.filter(podFails).length;
  if (failing === 0) return [];
  const causes = causesOf(groups);
  const what = kind === 'Report' ? 'Pod' : 'template';
  const title = `${plural(failing, what)} cannot pull, ${plural(causes.length, 'cause')} (${plural(summary.podsScanned, what)} scanned)`;
  const cells = causes.map(cellsOf);
  const taken = [0, 1, 2].reduce(
    (sum, column) => sum + Math.max(8, ...cells.map((row) => row[column]?.length ?? 0)) + 2,
    2,
  );
  const room = Math.max(44, width - taken);
  return [
    chalk.bold(title),
    '',
    ...plainTable(
      ['PODS', 'CAUSE', 'EXAMPLE', 'FIX'],
      cells.map(([count, cause, example, fix = '']) => [
        count ?? '',
        cause ?? '',
        example ?? '',
        shortened(fix, room),
      ]),
    ),
  ];
}

function cellsOf({ rule, pods, example: { pod } }: CauseRow): readonly string[] {
  const image = pod.images.find((one) => fails(one) && (blamed(one)?.rule ?? null) === rule);
  const fix = (image && blamed(image)?.fixes[0]?.title) ?? '';
  return [String(pods), rule ?? 'unexplained', podPath(pod), fix.replaceAll('`', '')];
}

/**
 * A title that the details repeat whole: its first part without what stands in brackets, or as many
 * words as there is room for.
 */
function shortened(title: string, room: number): string {
  const [first = ''] = title.replaceAll(/ \([^()]*\)/g, '').split(';');
  if (first.length <= room) return first;
  const space = first.lastIndexOf(' ', room - 1);
  return `${first.slice(0, space === -1 ? room - 1 : space).replace(/(?<![,:])[,:]+$/, '')}…`;
}
