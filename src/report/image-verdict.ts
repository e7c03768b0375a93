import type { ReportFinding, ReportImage, ReportPod } from '../model/report.ts';

/** The finding that the report blames: the first error; undefined where nothing fails or nothing explains it. */
export const blamed = (image: ReportImage): ReportFinding | undefined =>
  image.findings.find((finding) => finding.severity === 'error');

/** The findings beside the blamed one. */
export function asides(image: ReportImage): readonly ReportFinding[] {
  const first = blamed(image);
  return image.findings.filter((finding) => finding !== first);
}

/** A pull fails, or would: an image that was not tried yet may have an error too. */
export const fails = (image: ReportImage): boolean =>
  image.status === 'failing' || blamed(image) !== undefined;

export const failingPods = (pods: readonly ReportPod[]): readonly ReportPod[] =>
  pods.filter((pod) => pod.images.some(fails));

/** What is wrong with a failing image, in one sentence. */
export const verdict = (image: ReportImage): string =>
  blamed(image)?.what ?? 'the pull fails, and no rule explains it';

/** The kubelet's words about the failure, whole; null where it left none. */
export const kubeletWords = ({ error, message }: ReportImage): string | null =>
  error?.text || message || null;

/** How an image that does not fail stands. */
export const standing = { failing: 'fails', ok: 'pulled', pending: 'not pulled yet', unknown: 'not known' };

/** `app`, `setup (init)`: an image's name in its Pod with its kind, as the text report writes it. */
export const imageName = ({ container, kind }: ReportImage): string =>
  kind === 'container' ? container : `${container} (${kind})`;
