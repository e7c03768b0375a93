import { fails, type PodDiagnosis, type Problem } from '../../model/diagnosis.ts';
import { shellCommand } from '../shell.ts';
import type { Layout } from './finding.ts';
import { imageLines } from './image.ts';
import { labelled } from './wrap.ts';

/** One Pod, or one template: where it is, then each image, failing ones first. */
export function podLines(diagnosis: PodDiagnosis, layout: Layout): readonly string[] {
  const images = diagnosis.images.toSorted((a, b) => Number(fails(b)) - Number(fails(a)));
  return [
    layout.chalk.bold(headline(diagnosis)),
    ...images.flatMap((image) => ['', ...imageLines(image, diagnosis, layout)]),
    ...problemLines(diagnosis.problems, layout),
  ];
}

function headline({ evidence, owner, preflight }: PodDiagnosis): string {
  const { pod } = evidence;
  const account = `service account ${pod.serviceAccount}`;
  if (preflight)
    return `${owner?.kind.toLowerCase() ?? 'pod'}/${pod.name} in ${pod.namespace}, before any pull, ${account}`;
  const place = pod.node === null ? 'not scheduled' : `node ${pod.node}`;
  return `pod/${pod.name} in ${pod.namespace}, ${place}, ${account}`;
}

function problemLines(problems: readonly Problem[], { width, chalk, connection }: Layout): readonly string[] {
  if (problems.length === 0) return [];
  return [
    '',
    'not read, and the verdict may hang on it',
    ...problems.flatMap(({ what, need, check }) => [
      ...labelled('', what, '  ', width),
      ...labelled('', check === null ? need : `needs ${need}`, '    ', width),
      ...(check === null ? [] : [`    $ ${chalk.cyan(shellCommand(check, connection))}`]),
    ]),
  ];
}
