import type { ImageDiagnosis, PodDiagnosis } from '../../model/diagnosis.ts';
import { labelled } from '../../text/wrap.ts';
import { type Layout, notChecked } from './finding.ts';

/** What the words alone prove about the request. */
const sentWords = {
  yes: ['these words prove that a credential was sent'],
  no: ['these words prove that no credential was sent'],
  unknown: [],
};

/** A proper answer too: the kubelet's words whole, what is ruled out, and what nobody could look at. */
export function unexplained(
  { failure, simulation }: ImageDiagnosis,
  pod: PodDiagnosis,
  { width, chalk }: Layout,
): readonly string[] {
  const says =
    failure === null || failure.from === 'none' ? 'has left no words about it' : `says "${failure.text}"`;
  const partial = pod.problems.length > 0;
  const offered = simulation.offers.map((offer) => `${offer.secret}: ${offer.entry.location}`);
  const ruledOut =
    simulation.kind === 'offers' ? [`no matching pull secret entry: it offers ${offered.join(', ')}`] : [];
  return [
    chalk.bold(
      `  the pull fails, and ${partial ? 'what could be read does not tell why' : 'no rule explains it'}`,
    ),
    '',
    ...labelled('why  ', `the kubelet ${says}`, '  ', width),
    ...sentWords[failure?.error.credentialSent ?? 'unknown'].flatMap((words) =>
      labelled('     ', words, '  ', width),
    ),
    ...ruledOut.flatMap((words) => labelled('ruled out  ', words, '  ', width)),
    ...notChecked(['the registry, and credentials and settings of the node'], width),
  ];
}
