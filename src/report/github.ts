import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { SourceLocation } from '../model/evidence.ts';
import type { Report, ReportImage } from '../model/report.ts';
import { byCause, type PodGroup, sameSentence } from './groups.ts';
import { plainProof } from './plain-proof.ts';
import { asides, fails, imageName, podPlace, podTitle, problemNeed, verdict } from './view.ts';

/**
 * Workflow commands that GitHub Actions shows as annotations: an error for each failing image, a
 * warning for each warning. Pods that fail alike are one annotation, since GitHub shows ten of a
 * kind for a step. What was read from manifests has file and line.
 */
export function renderGithub(report: Report): string {
  const { problems, kind } = report;
  return [
    ...byCause(report).flatMap((group) =>
      group.pod.images.flatMap((image) => imageCommands(image, group, kind)),
    ),
    ...problems.map(problemCommand),
  ].join('');
}

function imageCommands(image: ReportImage, group: PodGroup, kind: Report['kind']): readonly string[] {
  const { pod, same } = group;
  const place = `${podTitle(pod, kind)} in ${podPlace(pod)}, ${imageName(image)}`;
  const others = same.length === 0 ? [] : [sameSentence(group, kind)];
  const errors = fails(image)
    ? [
        command('error', place, image.location, [
          verdict(image, pod),
          image.image,
          ...plainProof(image),
          ...others,
        ]),
      ]
    : [];
  const warnings = asides(image)
    .filter((finding) => finding.severity !== 'info')
    .map(({ rule, what }) =>
      command('warning', place, image.location, [`${what} (${rule})`, image.image, ...others]),
    );
  return [...errors, ...warnings];
}

const problemCommand = (problem: UnreadEvidence) =>
  command('warning', 'could not read (may change the verdict)', null, [
    `${problem.what}: ${problemNeed(problem)}`,
    ...(problem.check === null ? [] : [`$ ${problem.check}`]),
  ]);

const command = (
  kind: 'error' | 'warning',
  title: string,
  location: SourceLocation | null,
  lines: readonly string[],
) => `::${kind} ${placeOf(location)}title=${property(title)}::${data(lines.join('\n'))}\n`;

/**
 * A Helm template's lines are not those of what was rendered from it; standard input is no file.
 */
function placeOf(location: SourceLocation | null): string {
  if (location === null) return '';
  const { path, line, column, template } = location;
  if (template !== null) return `file=${property(template)},`;
  return path === '-' ? '' : `file=${property(path)},line=${line},col=${column},`;
}

/**
 * Escapes as actions/toolkit does (packages/core/src/command.ts, escapeData and escapeProperty).
 */
const data = (text: string) => text.toWellFormed().replaceAll(/[%\r\n]/g, encodeURIComponent);

const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
