import type { PodDiagnosis } from '../../model/diagnosis.ts';
import type { Layout } from './finding.ts';
import { podLines } from './pod.ts';
import { printable } from './printable.ts';

/** The text report. Pods of one owner or namespace that fail in the same way are told once, with the names of the others. */
export function renderText(pods: readonly PodDiagnosis[], layout: Layout): string {
  const groups = [...Map.groupBy(pods, verdictOf).values()].sort((a, b) => b.length - a.length);
  const blocks = groups.map(([first, ...same]) =>
    first === undefined ? '' : [...podLines(first, layout), ...sameLines(same)].join('\n'),
  );
  return `${printable(blocks.join('\n\n'), layout.chalk.level > 0)}\n`;
}

/** Pods share a verdict, and with it the suggested commands, when owner, secrets and what was found of every image are the same. */
const verdictOf = ({ evidence, images, problems }: PodDiagnosis) =>
  JSON.stringify([
    evidence.pod.namespace,
    evidence.owner,
    evidence.pod.serviceAccount,
    evidence.pod.imagePullSecrets,
    problems,
    images.map((one) => [
      one.image.container,
      one.image.image,
      one.status,
      one.cause,
      one.findings.map((finding) => finding.rule),
    ]),
  ]);

const sameLines = (same: readonly PodDiagnosis[]) =>
  same.length === 0
    ? []
    : ['', `the same for ${same.map(({ evidence }) => `pod/${evidence.pod.name}`).join(', ')}`];
