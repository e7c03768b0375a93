import type { Report, ReportImage, ReportPod } from '../../model/report.ts';
import { toReport } from '../../report/to-report.ts';
import { blamed, fails, kubeletMessage, verdict } from '../../report/view.ts';
import { InputError } from '../../sources/files/input-limits.ts';
import { openSource } from './evidence-source.ts';
import { failingPods } from './failing-pods.ts';
import { rulePage } from './rule-page.ts';

/**
 * What the words of a failed pull on standard input mean: the image, what is wrong with it as far as words tell, and the page of each rule that
 * says so. Throws an InputError for text that holds no failed pull.
 */
export async function explainWords(version: string): Promise<string> {
  const explained = explanations(await reportOfInput(version));
  if (explained.length === 0) throw new InputError(notOne);
  const ids = [...new Set(explained.flatMap(({ rule }) => rule ?? []))];
  const pages = await Promise.all(ids.map(rulePage));
  return [
    ...explained.map(({ text }) => text),
    'Words alone do not tell what the Pod, its Secrets and its ServiceAccount hold:\n  $ kubectl pullcheck pod -A\n',
    ...pages,
  ].join('\n');
}

const notOne =
  'standard input holds no message of a failed pull that names its image, as kubectl describe pod shows it';

async function reportOfInput(version: string): Promise<Report> {
  const source = await openSource('-', {}, () => {}).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError(notOne) : error;
  });
  const all = { namespace: null, labelSelector: undefined, fieldSelector: undefined, chunkSize: 0 };
  const { diagnoses, podsScanned, unread } = await failingPods(source, { ...all, warnings: false });
  const [fault] = unread;
  if (fault !== undefined) throw new InputError(fault.says);
  return toReport(diagnoses, { version, source: source.source, podsScanned, connection: [] });
}

const explanations = ({ pods }: Report) =>
  pods.flatMap((pod) => pod.images.filter(fails).map((image) => explanation(image, pod)));

function explanation(image: ReportImage, pod: ReportPod): { text: string; rule: string | undefined } {
  const rule = blamed(image)?.rule;
  const message = kubeletMessage(image);
  return {
    rule,
    text: [
      `${image.image}\n  ${verdict(image, pod)}${rule === undefined ? '' : `  ${rule}`}`,
      ...(message === null ? [] : [`  Kubelet  ${message}`]),
      '',
    ].join('\n'),
  };
}
