import type { PodDiagnosis, Problem } from '../../model/diagnosis.ts';
import type { Layout } from './finding.ts';
import { imageLines } from './image.ts';
import { labelled } from './wrap.ts';

/** One Pod: where it is, then each image, failing ones first. */
export function podLines(diagnosis: PodDiagnosis, layout: Layout): readonly string[] {
  const { pod } = diagnosis.evidence;
  const place = pod.node === null ? 'not scheduled' : `node ${pod.node}`;
  const images = diagnosis.images.toSorted(
    (a, b) => Number(b.status === 'failing') - Number(a.status === 'failing'),
  );
  return [
    layout.chalk.bold(`pod/${pod.name} in ${pod.namespace}, ${place}, service account ${pod.serviceAccount}`),
    ...images.flatMap((image) => ['', ...imageLines(image, diagnosis, layout)]),
    ...problemLines(diagnosis.problems, layout),
  ];
}

function problemLines(problems: readonly Problem[], { width, chalk }: Layout): readonly string[] {
  if (problems.length === 0) return [];
  return [
    '',
    'not read, and the verdict may hang on it',
    ...problems.flatMap(({ what, need, check }) => [
      ...labelled('', what, '  ', width),
      ...labelled('', check === null ? need : `needs ${need}`, '    ', width),
      ...(check === null ? [] : [`    $ ${chalk.cyan(check)}`]),
    ]),
  ];
}
