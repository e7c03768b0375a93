import type { ImageDiagnosis, PodDiagnosis } from '../../model/diagnosis.ts';
import { age } from '../../text/age.ts';
import { labelled } from '../../text/wrap.ts';
import { fullFinding, type Layout, shortFinding } from './finding.ts';
import { probeLines } from './probe-lines.ts';
import { trialsTable } from './trials-table.ts';
import { unexplained } from './unexplained.ts';

/** One image: a line for a sound one, the verdict with its proof for one that fails, or would. */
export function imageLines(diagnosis: ImageDiagnosis, pod: PodDiagnosis, layout: Layout): readonly string[] {
  const { findings, status, simulation } = diagnosis;
  const blamed = findings.find((finding) => finding.severity === 'error');
  const noticed = findings
    .filter((finding) => finding !== blamed)
    .flatMap((finding) => shortFinding(finding, layout));
  if (status !== 'failing' && blamed === undefined) {
    return [
      headline(diagnosis, layout),
      ...(pod.preflight ? offerLines(diagnosis, layout) : []),
      ...probeLines(diagnosis.probe, layout.width),
      ...noticed,
    ];
  }
  const table = trialsTable(simulation);
  const probe = probeLines(diagnosis.probe, layout.width);
  return [
    headline(diagnosis, layout),
    ...(status === 'failing' ? [`  ${diagnosis.failure?.reason ?? ''}${lasting(diagnosis, pod)}`] : []),
    '',
    ...(blamed === undefined ? unexplained(diagnosis, pod, layout) : fullFinding(blamed, layout)),
    ...(table.length === 0 ? [] : ['', ...table]),
    ...(probe.length === 0 ? [] : ['', ...probe]),
    ...(noticed.length === 0 ? [] : ['', '  also noticed', ...noticed]),
  ];
}

/** What the kubelet would send for an image that nobody has pulled yet. */
function offerLines({ simulation }: ImageDiagnosis, { width }: Layout): readonly string[] {
  const offers = simulation.offers.map(
    ({ secret, entry }) =>
      `Secret ${secret}, entry ${entry.location}${entry.username === null ? '' : `, user ${entry.username}`}`,
  );
  const would: Readonly<Record<typeof simulation.kind, readonly string[]>> = {
    offers,
    anonymous: ['nothing: it pulls without credentials'],
    undetermined: [...offers, 'not known: a secret could not be read'],
    undecodable: [],
    'no-attempt': ['nothing: it does not pull'],
  };
  return would[simulation.kind].flatMap((one, index) =>
    labelled(index === 0 ? 'would send  ' : 'then        ', one, '  ', width),
  );
}

function headline({ image, status, findings }: ImageDiagnosis, { chalk }: Layout): string {
  const kind = image.kind === 'container' ? '' : ` (${image.kind})`;
  const name = `${image.container}${kind}  ${image.image}`;
  switch (status) {
    case 'failing':
      return `${chalk.red('✗')} ${name}`;
    case 'ok':
      return `${chalk.green('✓')} ${name}  pulled`;
    case 'pending':
      return findings.some((finding) => finding.severity === 'error')
        ? `${chalk.red('✗')} ${name}  would not be pulled`
        : `· ${name}  not pulled yet`;
    case 'unknown':
      return `? ${name}  not known`;
  }
}

function lasting({ failure }: ImageDiagnosis, { evidence }: PodDiagnosis): string {
  const since = Date.parse(failure?.firstSeen ?? '');
  return Number.isNaN(since) ? '' : ` for ${age(Date.parse(evidence.observedAt) - since)}`;
}
