import type { Report, ReportImage, ReportPod } from '../../model/report.ts';
import { age } from '../../text/age.ts';
import { labelled } from '../../text/wrap.ts';
import { asides, blamed, fails, imageName, kubeletMessage, standing, verdict } from '../view.ts';
import { fullFinding, type Layout, notChecked, shortFinding, verdictLines } from './finding-lines.ts';
import { probeLines } from './probe-lines.ts';
import { trialsTable } from './trials-table.ts';

/**
 * One image: a line for a sound one; for one that fails, or would, the verdict, fix, proof and the
 * kubelet's message.
 */
export function imageLines(
  image: ReportImage,
  pod: ReportPod,
  kind: Report['kind'],
  layout: Layout,
): readonly string[] {
  const noticed = asides(image).flatMap((finding) => shortFinding(finding, layout));
  if (!fails(image)) {
    const offers = kind === 'PreflightReport' ? offerLines(image, layout) : [];
    return [headline(image, pod, layout), ...offers, ...probeLines(image.probe, layout.width), ...noticed];
  }
  const finding = blamed(image);
  const message = kubeletMessage(image);
  return [
    headline(image, pod, layout),
    ...(finding === undefined
      ? unexplained(image, pod, message, layout)
      : fullFinding(finding, layout, message)),
    ...trialsTable(image),
    ...probeLines(image.probe, layout.width),
    ...noticed,
    // whole and on one line, where grep finds it
    ...(message === null ? [] : [`  Kubelet  ${message}`]),
  ];
}

/** What the message alone proves about the request. */
const sentWords = {
  yes: ["the kubelet's message proves that a credential was sent"],
  no: ["the kubelet's message proves that no credential was sent"],
  unknown: [],
};

/** A proper answer too: what the message proves, what is ruled out, and what was not asked. */
function unexplained(
  image: ReportImage,
  pod: ReportPod,
  message: string | null,
  layout: Layout,
): readonly string[] {
  const { offers, kind } = image.simulation;
  const proven = [
    ...(message === null ? ['the kubelet left no message about it'] : []),
    ...sentWords[image.credentialSent ?? 'unknown'],
  ];
  const offered = offers.map(({ secret, entry }) => `${secret}: ${entry}`).join(', ');
  const ruledOut = kind === 'offers' ? [`no matching pull secret entry: it offers ${offered}`] : [];
  const { width } = layout;
  return [
    ...verdictLines(verdict(image, pod), '', layout),
    ...proven.flatMap((one, index) => labelled(index === 0 ? 'Why   ' : '      ', one, '  ', width)),
    ...ruledOut.flatMap((one) => labelled('Ruled out  ', one, '  ', width)),
    ...notChecked(['the registry, and credentials and settings of the node'], width),
  ];
}

/** What the kubelet would send for an image that was not pulled yet. */
function offerLines({ simulation }: ReportImage, { width }: Layout): readonly string[] {
  const offers = simulation.offers.map(
    ({ secret, entry, username }) =>
      `Secret ${secret}, entry ${entry}${username === null ? '' : `, user ${username}`}`,
  );
  if (simulation.kind === 'anonymous') return ['  would pull anonymously'];
  if (simulation.kind === 'no-attempt') return ['  would not pull'];
  const known =
    simulation.kind === 'undetermined' ? [...offers, 'not known: a secret could not be read'] : offers;
  return known.flatMap((one, index) =>
    labelled(index === 0 ? 'would send  ' : 'then        ', one, '  ', width),
  );
}

function headline(image: ReportImage, pod: ReportPod, { chalk }: Layout): string {
  const name = `${imageName(image)}  ${image.image}`;
  if (image.status === 'failing')
    return `${chalk.red('✗')} ${name}  ${image.reason ?? ''}${lasting(image, pod)}`.trimEnd();
  if (fails(image)) return `${chalk.red('✗')} ${name}  would not be pulled`;
  const mark = { ok: chalk.green('✓'), pending: '·', unknown: '?' }[image.status];
  return `${mark} ${name}  ${standing[image.status]}`;
}

function lasting({ firstSeen }: ReportImage, { observedAt }: ReportPod): string {
  const since = Date.parse(firstSeen ?? '');
  return Number.isNaN(since) ? '' : ` for ${age(Date.parse(observedAt) - since)}`;
}
