import type { ReportFix, ReportImage } from '../model/report.ts';
import { blamed, fixLabel, fixTitle, kubeletMessage, proofOf } from './view.ts';

/**
 * The fix, the proof and the kubelet's message of a failing image as plain lines: the body of a
 * JUnit failure and of an annotation.
 */
export function plainProof(image: ReportImage): readonly string[] {
  const finding = blamed(image);
  const message = kubeletMessage(image);
  return [
    ...(finding?.fixes ?? []).flatMap(fixLines),
    ...(finding === undefined ? [] : proofOf(finding, message)).map((why) => `Why: ${why}`),
    ...(finding?.unchecked ?? []).map((one) => `Not checked: ${one}`),
    `Kubelet: ${message ?? 'no message'}`,
  ];
}

const fixLines = (fix: ReportFix, index: number): readonly string[] => [
  `${fixLabel(fix, index)}: ${fixTitle(fix)}`,
  ...(fix.command === null ? [] : [`$ ${fix.command}`]),
  ...(fix.after === '' ? [] : [fix.after]),
];
