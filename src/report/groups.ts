import type { Report, ReportPod } from '../model/report.ts';
import { listed } from '../text/plural.ts';
import { blamed, fails, podFails, podPlace, podTitle } from './view.ts';

/** Pods that one verdict holds for: `pod` is described, `same` are the others. */
export interface PodGroup {
  readonly pod: ReportPod;
  readonly same: readonly ReportPod[];
}

/**
 * Groups Pods by root cause, over contexts, namespaces and owners, the largest group first. A Pod
 * that does not fail stands alone, and so does a template: it is what its author has to change.
 */
export const byCause = ({ pods, kind }: Pick<Report, 'pods' | 'kind'>): readonly PodGroup[] =>
  [...Map.groupBy(pods, (pod) => causeKey(pod, kind)).values()]
    .flatMap(([pod, ...same]) => (pod === undefined ? [] : [{ pod, same }]))
    .sort((a, b) => b.same.length - a.same.length);

/**
 * One cause: the same state of the same things, in the same words. What could not be read belongs
 * to it.
 */
function causeKey(pod: ReportPod, kind: Report['kind']): string {
  const failing = pod.images.filter(fails).map((image) => {
    const finding = blamed(image);
    return finding === undefined
      ? [image.error?.label, image.image, pod.problems]
      : [finding.rule, finding.what.replaceAll(`\`${pod.name}\``, 'the Pod'), finding.facts];
  });
  const alone = failing.length === 0 || kind === 'PreflightReport';
  return JSON.stringify(alone ? [podPlace(pod), podTitle(pod, kind), failing] : failing);
}

/**
 * A row of the overview: a rule (null: unexplained), its failing Pods, and the first of them in the
 * largest group of one verdict.
 */
export interface CauseRow {
  readonly rule: string | null;
  readonly pods: number;
  readonly example: PodGroup;
}

/**
 * The causes of the failing Pods, that of most Pods first. A Pod counts for each cause that its
 * images have.
 */
export function causesOf(groups: readonly PodGroup[]): readonly CauseRow[] {
  const failing = groups.filter(({ pod }) => podFails(pod));
  const rules = failing.flatMap((group) =>
    [...new Set(group.pod.images.filter(fails).map((image) => blamed(image)?.rule ?? null))].map((rule) => ({
      rule,
      group,
    })),
  );
  return [...Map.groupBy(rules, ({ rule }) => rule)]
    .flatMap(([rule, all]) => {
      const example = all[0]?.group;
      const pods = all.reduce((sum, { group }) => sum + 1 + group.same.length, 0);
      return example === undefined ? [] : [{ rule, pods, example }];
    })
    .sort((a, b) => b.pods - a.pods || ((a.rule ?? '~') < (b.rule ?? '~') ? -1 : 1));
}

const shown = 20;

/** `the same for pod/a, pod/b in shop, and 980 more`; empty for none. */
export function sameSentence({ pod, same }: PodGroup, kind: Report['kind']): string {
  if (same.length === 0) return '';
  const places = [...Map.groupBy(same.slice(0, shown), podPlace)].map(
    ([place, pods]) => `${pods.map((one) => podTitle(one, kind)).join(', ')} in ${place}`,
  );
  const more = same.length > shown ? ` and ${same.length - shown} more` : '';
  const own = same.some((one) => commandsOf(one) !== commandsOf(pod))
    ? '; --all-findings shows each with its own commands'
    : '';
  return `the same for ${listed(places)}${more}${own}`;
}

const commandsOf = ({ images }: ReportPod) =>
  JSON.stringify(images.filter(fails).map((image) => blamed(image)?.fixes.map((fix) => fix.command)));
