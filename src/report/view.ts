import type { UnreadEvidence } from '../model/diagnosis.ts';
import { notNamed } from '../model/evidence.ts';
import type { Why } from '../model/finding.ts';
import type {
  Report,
  ReportFinding,
  ReportFix,
  ReportImage,
  ReportPod,
  ReportSummary,
} from '../model/report.ts';
import { nameFault } from '../text/kubernetes-name.ts';
import { plural } from '../text/plural.ts';
import { shellWord } from '../text/shell-word.ts';
import { visible } from '../text/visible.ts';

/**
 * The finding that explains the failure: the first error; undefined where nothing fails or nothing
 * explains it.
 */
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

export const podFails = (pod: ReportPod): boolean => pod.images.some(fails);

/**
 * What is wrong with a failing image, in one sentence; reads that gave nothing may be why no rule
 * explains it.
 */
export const verdict = (image: ReportImage, { problems }: ReportPod): string =>
  blamed(image)?.what ??
  `the pull fails, and ${problems.length > 0 ? 'what could be read does not tell why' : 'no rule explains it'}`;

/** The kubelet's message about the failure, whole; null where it left none. */
export const kubeletMessage = ({ error, message, reason }: ReportImage): string | null =>
  (error !== null && error.text !== reason ? error.text : '') || message || null;

/** The proof without what only quotes the kubelet's message, which is shown by itself. */
export const proofOf = ({ why }: ReportFinding, message: string | null): readonly string[] =>
  why
    .filter(({ source, says }) => source !== 'kubelet' || message === null || !says.includes(message))
    .map(whyText);

/** How an image that does not fail stands. */
export const standing = { failing: 'fails', ok: 'pulled', pending: 'not pulled yet', unknown: 'not known' };

/** `app`, `setup (init)`: an image's name in its Pod with its kind. */
export const imageName = ({ container, kind }: ReportImage): string =>
  kind === 'container' ? container : `${container} (${kind})`;

/**
 * `pod/web`; in a preflight, where a template stands for its Pods, the object that holds it:
 * `deployment/web`.
 */
export const podTitle = ({ name, owner }: ReportPod, kind: Report['kind']): string =>
  `${kind === 'PreflightReport' ? (owner?.kind.toLowerCase() ?? 'pod') : 'pod'}/${name}`;

/** Where a Pod runs, or would. An image fails on a node, though what was read may not name it. */
export function nodePlace({ node, images, serviceAccount, name }: ReportPod, kind: Report['kind']): string {
  if (name === notNamed) return 'told by a message alone';
  const failing = images.some(({ status }) => status === 'failing');
  const place =
    kind === 'PreflightReport'
      ? 'preflight'
      : node === null
        ? failing
          ? 'node not known'
          : 'not scheduled'
        : `node ${node}`;
  return `${place}, service account ${serviceAccount}`;
}

/** `shop`, or `shop (context prod)` where several clusters were scanned. */
export const podPlace = ({ namespace, context }: Pick<ReportPod, 'namespace' | 'context'>): string =>
  context === null ? namespace : `${namespace} (context ${context})`;

/** `shop/web`, or `prod/shop/web` where several clusters were scanned: short, for tables. */
export const podPath = ({ name, namespace, context }: ReportPod): string =>
  [...(context === null ? [] : [context]), namespace, name].join('/');

/**
 * An object is the subject of what it says; the kubelet is quoted, and a simulated step is a
 * statement of its own.
 */
export const whyText = ({ source, says }: Why): string =>
  source === 'simulated' ? says : source === 'kubelet' ? `kubelet: ${says}` : `${source} ${says}`;

/** How a fix relates to the one before it. */
export const fixLabel = (fix: ReportFix, index: number): 'Fix' | 'Or' | 'Then' =>
  index === 0 ? 'Fix' : fix.alternative ? 'Or' : 'Then';

/** A fix's title, marked where its command writes to the cluster. */
export const fixTitle = ({ title, effect }: ReportFix): string =>
  effect === 'changes' || effect === 'deletes' ? `${title} (${effect})` : title;

/** What sets this case of a rule apart, in parentheses: ` (port, likely)`; empty for nothing. */
export function ruleNotes({ facts, certainty }: ReportFinding): string {
  const notes = [facts['mismatch'], certainty === 'likely' ? 'likely' : null].filter(
    (note) => typeof note === 'string',
  );
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

/**
 * What has to be there for the read to succeed; a permission where there is a command that checks
 * it.
 */
export const problemNeed = ({ need, check }: UnreadEvidence): string =>
  check === null ? need : `needs ${need}`;

/**
 * What a report without Pods says. `namespace` is the one that was scanned; null for all of them.
 */
export const noProblem = (namespace: string | null, podsScanned: number): string =>
  `${podsScanned === 0 ? 'no Pod matches' : 'no pull problem'}${namespace === null ? '' : ` in namespace ${visible(namespace)}`} (${plural(podsScanned, 'Pod')} scanned)`;

/**
 * `web -n shop`, as words of a command that names the Pod; null for names that Kubernetes does not
 * store, which get no command.
 */
export function podWords({ name, namespace, context }: ReportPod): string | null {
  if (nameFault(name) !== null || nameFault(namespace, 'label') !== null) return null;
  return `${name} -n ${namespace}${context === null ? '' : ` --context=${shellWord(context)}`}`;
}

/** What a report of several Pods opens with. */
export const overviewTitle = ({ failing, images, pods }: ReportSummary, kind: Report['kind']): string =>
  `${failing} of ${images} images of ${pods} ${kind === 'Report' ? 'Pods cannot' : 'templates could not'} be pulled`;

/** Reasons of a container that waits for nothing in particular: its Pod is being set up. */
const settingUp = new Set(['ContainerCreating', 'PodInitializing', '']);

/**
 * For a Pod whose images do not fail, what it waits for instead; null where it waits for nothing
 * else.
 */
export function otherWait(pod: ReportPod): string | null {
  if (podFails(pod)) return null;
  const words = podWords(pod);
  const see = words === null ? '' : `, see kubectl describe pod ${words}`;
  if (pod.unscheduled !== null)
    return `no image was pulled yet: the Pod waits for a node (${pod.unscheduled})${see}`;
  const waiting = pod.images.filter(
    ({ kind, reason }) => kind !== 'volume' && reason !== null && !settingUp.has(reason),
  );
  if (waiting.length === 0) return null;
  const names = waiting.map(({ container, reason }) => `${container} waits for ${reason}`).join(', ');
  return `images are fine; ${names}${see}`;
}
