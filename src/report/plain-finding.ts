import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { ReportFinding, ReportFix, ReportImage } from '../model/report.ts';
import { blamed, kubeletWords } from './image-verdict.ts';
import { whyText } from './text/finding.ts';

/** The proof and the fix of a failing image as plain lines: the body of a JUnit failure and of an annotation. */
export function plainProof(image: ReportImage): readonly string[] {
  const finding = blamed(image);
  if (finding === undefined) return [`the kubelet says: ${kubeletWords(image) ?? 'nothing'}`];
  return [
    ...finding.why.map((why) => `why: ${whyText(why)}`),
    ...finding.unchecked.map((one) => `not checked: ${one}`),
    ...finding.fixes.flatMap((fix, index) => fixLines(fix, index)),
  ];
}

function fixLines(fix: ReportFix, index: number): readonly string[] {
  return [
    `${fixLabel(fix, index)}: ${fixTitle(fix)}`,
    ...(fix.command === null ? [] : [`$ ${fix.command}`]),
    ...(fix.after === '' ? [] : [fix.after]),
  ];
}

/** How a fix stands to the one before it. */
export const fixLabel = (fix: ReportFix, index: number): string =>
  index === 0 ? 'fix' : fix.alternative ? 'or' : 'then';

/** A fix's title, marked where its command writes to the cluster. */
export const fixTitle = ({ title, effect }: ReportFix): string =>
  effect === 'changes' || effect === 'deletes' ? `${title} (${effect})` : title;

/** What sets this case of a rule apart, in parentheses: ` (port, likely)`; empty for nothing. */
export function ruleNotes({ facts, certainty }: ReportFinding): string {
  const notes = [facts['mismatch'], certainty === 'likely' ? 'likely' : null].filter(
    (note) => typeof note === 'string',
  );
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

/** What has to be there for the read to succeed; a permission where there is a command that checks it. */
export const problemNeed = ({ need, check }: UnreadEvidence): string =>
  check === null ? need : `needs ${need}`;
