import type { ReportFinding, ReportFix, ReportImage, ReportPod } from '../../model/report.ts';
import { resultText, shownTrials } from '../text/trials-table.ts';
import {
  asides,
  blamed,
  fixLabel,
  fixTitle,
  imageName,
  kubeletMessage,
  proofOf,
  ruleNotes,
  verdict,
} from '../view.ts';
import { cell, code, codeBlock, codeCell, prose } from './escape.ts';

/**
 * A failing image as Markdown blocks: the verdict, whose it is, the fix, the proof, the kubelet's
 * message.
 */
export function failingImage(image: ReportImage, pod: ReportPod): readonly string[] {
  const finding = blamed(image);
  const words = kubeletMessage(image);
  const noticed = asides(image);
  return [
    `**${prose(verdict(image, pod)) || 'the pull fails'}**`,
    subject(image, finding),
    ...(finding?.fixes ?? []).flatMap(fixBlocks),
    ...(finding === undefined ? [] : proof(finding, words)),
    ...(finding === undefined || finding.unchecked.length === 0
      ? []
      : [`Not checked: ${finding.unchecked.map(prose).join('; ')}`]),
    ...trialsTable(image),
    ...(words === null ? [] : ['The kubelet says:', codeBlock(words, 'text')]),
    ...(noticed.length === 0 ? [] : ['Also noticed:', noticed.map(asideItem).join('\n')]),
  ];
}

function subject(image: ReportImage, finding: ReportFinding | undefined): string {
  const parts = [
    `Container ${code(imageName(image))}`,
    `image ${code(image.image) || '(empty)'}`,
    ...(image.reason === null || image.reason === '' ? [] : [prose(image.reason)]),
    ...(finding === undefined ? [] : [prose(`rule \`${finding.rule}\`${ruleNotes(finding)}`)]),
  ];
  return parts.join(', ');
}

/** The kubelet's message has a block of their own. */
function proof(finding: ReportFinding, message: string | null): readonly string[] {
  const items = proofOf(finding, message);
  return items.length === 0 ? [] : ['Why:', items.map(item).join('\n')];
}

function fixBlocks(fix: ReportFix, index: number): readonly string[] {
  return [
    `${fixLabel(fix, index)}: ${prose(fixTitle(fix))}`,
    ...(fix.command === null ? [] : [codeBlock(fix.command, 'sh')]),
    ...(fix.after === '' ? [] : [prose(fix.after)]),
  ].filter((block) => block !== '');
}

function trialsTable({ simulation, reference }: ReportImage): readonly string[] {
  if (simulation.trials.length === 0) return [];
  const registry = reference?.registry ?? '';
  const path = `${registry}/${reference?.repository ?? ''}`;
  const { trials, more } = shownTrials(simulation.trials);
  const rows = trials.map((trial) => [
    codeCell(trial.secret),
    codeCell(trial.entry),
    codeCell(trial.outcome === 'path-differs' ? path : registry),
    cell(resultText(trial)),
  ]);
  const table = [['secret', 'entry', 'for the image', 'result'], ['---', '---', '---', '---'], ...rows];
  return [
    table.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...(more === null ? [] : [prose(more)]),
  ];
}

export const asideItem = ({ severity, what, rule }: ReportFinding): string =>
  item(`${severity === 'info' ? 'info' : 'warning'}: ${what} (\`${rule}\`)`);

const item = (text: string) => `- ${prose(text)}`;
