import type { Finding, Stage, Why } from '../model/finding.ts';
import type { ImageContext } from '../rules/define-rule.ts';
import { deleteStuckPod } from '../rules/shared/fixes/recreate-fixes.ts';
import { storableFix } from '../rules/shared/fixes/storable.ts';
import { listed, sourceOf } from '../rules/shared/sources.ts';

/** Stages whose state the Pod's list of secrets, or its ServiceAccount, decides. */
const aboutLists: ReadonlySet<Stage> = new Set(['secrets', 'credentials', 'authorization']);

/**
 * The finding with what mends it where only the Pod is old: its StatefulSet's template was changed
 * since, in what the finding is about, and the StatefulSet waits for this very Pod.
 */
export function withTemplateNow(finding: Finding, pull: ImageContext): Finding {
  const now = pull.evidence.templateNow;
  if (finding.severity !== 'error' || pull.status !== 'failing' || now === undefined) return finding;
  const changes = changesFor(finding, pull);
  if (changes.length === 0) return finding;
  const says = `has ${listed(changes)} in its template now, and waits for this Pod, which was made before`;
  const why: Why = { source: sourceOf(now.owner), says };
  const [first, ...others] = finding.fixes;
  const rest = first === undefined ? [] : [{ ...first, alternative: true }, ...others];
  return {
    ...finding,
    why: [finding.why[0], why, ...finding.why.slice(1)],
    fixes: [storableFix(deleteStuckPod(pull)), ...rest],
  };
}

/** What of the template the finding may end with. */
function changesFor({ stage }: Finding, { image, evidence }: ImageContext): readonly string[] {
  const { pod, templateNow: now } = evidence;
  if (now === undefined) return [];
  const next = now.images[image.container];
  const other = next !== undefined && next !== image.image ? [`image \`${next}\``] : [];
  if (!aboutLists.has(stage)) return other;
  const names = now.imagePullSecrets;
  // a template without a list gets that of the ServiceAccount
  const same = names.length === 0 || names.join() === pod.imagePullSecrets.join();
  const lists = same ? [] : [`imagePullSecrets ${listed(names.map((name) => `\`${name}\``))}`];
  const account =
    now.serviceAccount === pod.serviceAccount ? [] : [`ServiceAccount \`${now.serviceAccount}\``];
  return [...other, ...lists, ...account];
}
