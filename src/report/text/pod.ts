import { fails, type PodDiagnosis } from '../../model/diagnosis.ts';
import type { Layout } from './finding.ts';
import { imageLines } from './image.ts';
import { problemLines } from './problems.ts';

/** One Pod, or one template: where it is, then each image, failing ones first. */
export function podLines(diagnosis: PodDiagnosis, layout: Layout): readonly string[] {
  const images = diagnosis.images.toSorted((a, b) => Number(fails(b)) - Number(fails(a)));
  return [
    layout.chalk.bold(headline(diagnosis)),
    ...images.flatMap((image) => ['', ...imageLines(image, diagnosis, layout)]),
    ...(diagnosis.problems.length === 0 ? [] : ['', 'not read, and the verdict or its fix may hang on it']),
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
