import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { Report, ReportImage, ReportPod, ReportSummary } from '../../model/report.ts';
import { byCause, type PodGroup, sameSentence } from '../groups.ts';
import {
  fails,
  imageName,
  nodePlace,
  noProblem,
  otherWait,
  overviewTitle,
  podPlace,
  podTitle,
  problemNeed,
  standing,
} from '../view.ts';
import { code, codeBlock, prose } from './escape.ts';
import { asideItem, failingImage } from './image-section.ts';

/**
 * The report as Markdown (CommonMark with GitHub's tables), for an incident channel or a job
 * summary. Pods that stand alike are told once. `namespace` is where the program looked; null for
 * everywhere.
 */
export function renderMarkdown(report: Report, namespace: string | null): string {
  const { pods, problems, summary, kind } = report;
  const blocks = [
    ...(pods.length === 0 ? [prose(noProblem(namespace, summary.podsScanned))] : []),
    ...(pods.length > 1 ? overview(summary, kind) : []),
    ...byCause(report).flatMap((group) => podBlocks(group, kind)),
    ...(problems.length === 0 ? [] : ['## Could not read (may change the verdict)']),
    ...problems.flatMap(problemBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}

type Kind = Report['kind'];

function overview(summary: ReportSummary, kind: Kind): readonly string[] {
  const rows = summary.causes.map(
    (cause) =>
      `| ${cause.rule === null ? 'unexplained' : code(cause.rule)} | ${cause.pods} | ${cause.images} |`,
  );
  return [
    `# ${overviewTitle(summary, kind)}`,
    ...(rows.length === 0 ? [] : [['| cause | Pods | images |', '| --- | --- | --- |', ...rows].join('\n')]),
  ];
}

function podBlocks(group: PodGroup, kind: Kind): readonly string[] {
  const { pod } = group;
  const wait = otherWait(pod);
  const same = sameSentence(group, kind);
  const sound = pod.images.filter((image) => !fails(image));
  return [
    `## ${prose(podTitle(pod, kind))} in ${prose(podPlace(pod))}`,
    ...pod.images.filter(fails).flatMap((image) => failingImage(image, pod)),
    ...(sound.length === 0 ? [] : [sound.map(soundItem).join('\n')]),
    ...(wait === null ? [] : [prose(wait)]),
    place(pod, kind),
    ...(same === '' ? [] : [prose(same)]),
  ];
}

function soundItem(image: ReportImage): string {
  const warnings = image.findings.map((finding) => `\n  ${asideItem(finding)}`).join('');
  return `- ${code(imageName(image))} ${code(image.image)}: ${standing[image.status]}${warnings}`;
}

function place(pod: ReportPod, kind: Kind): string {
  const { owner } = pod;
  const parts = [
    nodePlace(pod, kind),
    ...(owner === null || kind === 'PreflightReport' ? [] : [`owner ${owner.kind}/${owner.name}`]),
  ];
  return prose(parts.join(', '));
}

function problemBlocks(problem: UnreadEvidence): readonly string[] {
  return [
    `- ${prose(`${problem.what}: ${problemNeed(problem)}`)}`,
    ...(problem.check === null ? [] : [codeBlock(problem.check, 'sh')]),
  ];
}
