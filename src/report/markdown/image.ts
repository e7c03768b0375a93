import type { ReportFinding, ReportFix, ReportImage } from '../../model/report.ts';
import { asides, blamed, imageName, kubeletWords, verdict } from '../image-verdict.ts';
import { fixLabel, fixTitle, ruleNotes } from '../plain-finding.ts';
import { whyText } from '../text/finding.ts';
import { resultText } from '../text/trials-table.ts';
import { cell, code, codeBlock, codeCell, prose } from './escape.ts';

/** A failing image as Markdown blocks: the verdict, whose it is, the proof, the fix, the trials. */
export function failingImage(image: ReportImage): readonly string[] {
  const finding = blamed(image);
  const words = kubeletWords(image);
  const noticed = asides(image);
  return [
    `**${prose(verdict(image)) || 'the pull fails'}**`,
    subject(image, finding),
    ...(finding === undefined ? [] : proof(finding, words)),
    ...(words === null ? [] : ['The kubelet says:', codeBlock(words, 'text')]),
    ...(finding === undefined || finding.unchecked.length === 0
      ? []
      : [`Not checked: ${finding.unchecked.map(prose).join('; ')}`]),
    ...(finding?.fixes ?? []).flatMap(fixBlocks),
    ...trialsTable(image),
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

/** The kubelet's words have a block of their own. */
function proof({ why }: ReportFinding, words: string | null): readonly string[] {
  const items = why.filter(
    ({ source, says }) => source !== 'kubelet' || words === null || !says.includes(words),
  );
  return items.length === 0 ? [] : ['Why:', items.map((one) => item(whyText(one))).join('\n')];
}

function fixBlocks(fix: ReportFix, index: number): readonly string[] {
  const label = fixLabel(fix, index);
  return [
    `${label.slice(0, 1).toUpperCase()}${label.slice(1)}: ${prose(fixTitle(fix))}`,
    ...(fix.command === null ? [] : [codeBlock(fix.command, 'sh')]),
    ...(fix.after === '' ? [] : [prose(fix.after)]),
  ].filter((block) => block !== '');
}

function trialsTable({ simulation, reference }: ReportImage): readonly string[] {
  if (simulation.trials.length === 0) return [];
  const registry = reference?.registry ?? '';
  const path = `${registry}/${reference?.repository ?? ''}`;
  const rows = simulation.trials.map((trial) => [
    codeCell(trial.secret),
    codeCell(trial.entry),
    codeCell(trial.outcome === 'path-differs' ? path : registry),
    cell(resultText(trial)),
  ]);
  const table = [['secret', 'entry', 'for the image', 'result'], ['---', '---', '---', '---'], ...rows];
  return [table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}

export const asideItem = ({ severity, what, rule }: ReportFinding): string =>
  item(`${severity === 'info' ? 'info' : 'warning'}: ${what} (\`${rule}\`)`);

const item = (text: string) => `- ${prose(text)}`;
