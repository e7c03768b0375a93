import { notNamed } from '../../model/evidence.ts';
import type { Report, ReportPod } from '../../model/report.ts';
import { plural } from '../../text/plural.ts';
import { wrap } from '../../text/wrap.ts';
import { byCause, causesOf, type PodGroup, sameSentence } from '../groups.ts';
import {
  blamed,
  fails,
  nodePlace,
  noProblem,
  otherWait,
  podFails,
  podPlace,
  podTitle,
  podWords,
} from '../view.ts';
import { type Layout, problemLines } from './finding-lines.ts';
import { imageLines } from './image-lines.ts';
import { overview } from './overview.ts';

export interface TextLayout extends Layout {
  /** Every Pod in full, those of one cause too. */
  readonly each?: boolean;
  /** Lines of details after which a scan leaves the other causes to --all-findings. */
  readonly screen?: number;
}

/**
 * The text report: of several Pods an overview, then each cause once with the names of the others.
 * `namespace` is the one that was scanned; null for all of them.
 */
export function renderText(report: Report, namespace: string | null, layout: TextLayout): string {
  const { pods, problems, summary } = report;
  if (pods.length === 0 && problems.length === 0) return `${noProblem(namespace, summary.podsScanned)}\n`;
  const groups = byCause(report);
  const told = layout.each ? pods.map((pod): PodGroup => ({ pod, same: [] })) : groups;
  const { details, left } = within(
    told.map((group) => groupLines(group, report.kind, layout)),
    layout.each ? Number.POSITIVE_INFINITY : (layout.screen ?? Number.POSITIVE_INFINITY),
  );
  const ofPods = new Set(pods.flatMap((pod) => pod.problems).map((problem) => JSON.stringify(problem)));
  const others = problems.filter((problem) => !ofPods.has(JSON.stringify(problem)));
  const blocks = [
    ...(pods.length === 0 ? [[noProblem(namespace, summary.podsScanned)]] : []),
    ...(pods.length > 1 ? [overview(report, groups, layout)] : []),
    ...details,
    problemLines(others, layout),
    footer(groups, left, layout),
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The blocks that fit on a screen, the first one always, and how many are left. */
function within(blocks: readonly (readonly string[])[], screen: number) {
  let lines = 0;
  const fitting = blocks.findIndex((block, index) => {
    lines += block.length + 1;
    return index > 0 && lines > screen;
  });
  const details = fitting === -1 ? blocks : blocks.slice(0, fitting);
  return { details, left: blocks.length - details.length };
}

function groupLines(group: PodGroup, kind: Report['kind'], layout: Layout): readonly string[] {
  const { pod, same } = group;
  const contexts = new Set([pod, ...same].map((one) => one.context)).size;
  const namespaces = new Set([pod, ...same].map(podPlace)).size;
  const where =
    contexts > 1 ? ` in ${contexts} contexts` : namespaces === 1 ? '' : ` in ${namespaces} namespaces`;
  const title = same.length === 0 ? [] : [`${same.length + 1} Pods${where}, one cause`];
  const sentence = sameSentence(group, kind);
  return [
    ...title.flatMap((line) => [layout.chalk.bold(line), '']),
    ...podLines(pod, kind, layout),
    ...(sentence === '' ? [] : ['', ...wrap(sentence, layout.width)]),
  ];
}

/** One Pod, or one template: where it is, then each image, failing ones first. */
function podLines(pod: ReportPod, kind: Report['kind'], layout: Layout): readonly string[] {
  const images = pod.images.toSorted((a, b) => Number(fails(b)) - Number(fails(a)));
  const unread = problemLines(pod.problems, layout);
  const wait = otherWait(pod);
  return [
    layout.chalk.bold(headline(pod, kind)),
    ...images.flatMap((image) => ['', ...imageLines(image, pod, kind, layout)]),
    ...(wait === null ? [] : ['', ...wrap(wait, layout.width)]),
    ...(unread.length === 0 ? [] : ['', ...unread]),
  ];
}

function headline(pod: ReportPod, kind: Report['kind']): string {
  const place = pod.namespace === notNamed ? '' : ` in ${podPlace(pod)}`;
  return `${podTitle(pod, kind)}${place}, ${nodePlace(pod, kind)}`;
}

/** Once a report: where more is told of the rules, and of what a screen did not hold. */
function footer(groups: readonly PodGroup[], left: number, { width }: Layout): readonly string[] {
  const failing = groups.filter(({ pod }) => podFails(pod));
  const rules = new Set(
    failing.flatMap(({ pod }) => pod.images.flatMap((image) => blamed(image)?.rule ?? [])),
  );
  const [only] = rules;
  const explain = rules.size === 1 && only !== undefined ? only : 'RULE';
  const [largest] = causesOf(groups);
  const words = largest === undefined ? null : podWords(largest.example.pod);
  const one = words === null ? '' : `, kubectl pullcheck pod ${words} one of them`;
  return [
    ...(left === 0
      ? []
      : wrap(`${plural(left, 'more verdict')}: --all-findings shows every Pod in full${one}`, width)),
    ...(rules.size === 0 ? [] : [`More on a rule: kubectl pullcheck explain ${explain}`]),
  ];
}
