import type { ImageDiagnosis, PodDiagnosis } from '../../model/diagnosis.ts';
import { age } from './age.ts';
import { fullFinding, type Layout, notChecked, shortFinding } from './finding.ts';
import { trialsTable } from './trials-table.ts';
import { labelled } from './wrap.ts';

/** One image: a line for a sound one, the verdict with its proof for a failing one. */
export function imageLines(diagnosis: ImageDiagnosis, pod: PodDiagnosis, layout: Layout): readonly string[] {
  const asides = diagnosis.findings.slice(diagnosis.cause === null ? 0 : 1);
  const noticed = asides.flatMap((finding) => shortFinding(finding, layout));
  if (diagnosis.status !== 'failing') {
    return [headline(diagnosis, layout), ...noticed];
  }
  const [first] = diagnosis.findings;
  const table = trialsTable(diagnosis.simulation);
  return [
    headline(diagnosis, layout),
    `  ${diagnosis.failure?.reason ?? ''}${lasting(diagnosis, pod)}`,
    '',
    ...(diagnosis.cause === null || first === undefined
      ? unexplained(diagnosis, pod, layout)
      : fullFinding(first, layout)),
    ...(table.length === 0 ? [] : ['', ...table]),
    ...(noticed.length === 0 ? [] : ['', '  also noticed', ...noticed]),
  ];
}

function headline({ image, status }: ImageDiagnosis, { chalk }: Layout): string {
  const kind = image.kind === 'container' ? '' : ` (${image.kind})`;
  const name = `${image.container}${kind}  ${image.image}`;
  switch (status) {
    case 'failing':
      return `${chalk.red('✗')} ${name}`;
    case 'ok':
      return `${chalk.green('✓')} ${name}  pulled`;
    case 'pending':
      return `· ${name}  not pulled yet`;
    case 'unknown':
      return `? ${name}  not known`;
  }
}

function lasting({ failure }: ImageDiagnosis, { evidence }: PodDiagnosis): string {
  const since = Date.parse(failure?.firstSeen ?? '');
  return Number.isNaN(since) ? '' : ` for ${age(Date.parse(evidence.observedAt) - since)}`;
}

/** What the words alone prove about the request. */
const sentWords = {
  yes: 'these words prove that a credential was sent',
  no: 'these words prove that no credential was sent',
  unknown: '',
};

/** A proper answer too: the kubelet's words whole, what is ruled out, and what nobody could look at. */
function unexplained(
  diagnosis: ImageDiagnosis,
  pod: PodDiagnosis,
  { width, chalk }: Layout,
): readonly string[] {
  const { failure, simulation } = diagnosis;
  const says =
    failure === null || failure.from === 'none' ? 'has left no words about it' : `says "${failure.text}"`;
  const partial = pod.problems.length > 0;
  const offered = simulation.offers.map((offer) => `${offer.secret}: ${offer.entry.location}`);
  return [
    chalk.bold(
      `  the pull fails, and ${partial ? 'what could be read does not tell why' : 'no rule explains it'}`,
    ),
    '',
    ...labelled('why  ', `the kubelet ${says}`, '  ', width),
    ...labelled('     ', sentWords[failure?.error.credentialSent ?? 'unknown'], '  ', width).filter(
      (line) => line.trim() !== '',
    ),
    ...(simulation.kind === 'offers'
      ? labelled('ruled out  ', `no matching pull secret entry: it offers ${offered.join(', ')}`, '  ', width)
      : []),
    ...notChecked(['the registry, and credentials and settings of the node'], width),
  ];
}
