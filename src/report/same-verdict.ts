import type { Report, ReportPod } from '../model/report.ts';
import { podTitle } from './pod-title.ts';

/** Pods that one text tells of: `pod` is described, `same` are those that it holds for too. */
export interface PodGroup {
  readonly pod: ReportPod;
  readonly same: readonly ReportPod[];
}

/** Groups Pods of one namespace and owner whose images stand alike and whose fixes are the same commands; the largest group first. */
export function sameVerdict(pods: readonly ReportPod[]): readonly PodGroup[] {
  return [...Map.groupBy(pods, verdictKey).values()]
    .flatMap(([pod, ...same]) => (pod === undefined ? [] : [{ pod, same }]))
    .sort((a, b) => b.same.length - a.same.length);
}

const verdictKey = ({ namespace, owner, serviceAccount, images }: ReportPod) =>
  JSON.stringify([
    namespace,
    owner,
    serviceAccount,
    images.map(({ container, kind, image, status, findings, simulation }) => [
      [container, kind, image, status],
      findings.map(({ rule, fixes }) => [rule, fixes.map((fix) => fix.command)]),
      simulation.trials,
    ]),
  ]);

const shown = 20;

/** `the same for pod/a, pod/b and 980 more`; empty for none. */
export function sameSentence(same: readonly ReportPod[], kind: Report['kind']): string {
  if (same.length === 0) return '';
  const names = same.slice(0, shown).map((pod) => podTitle(pod, kind));
  const more = same.length > shown ? ` and ${same.length - shown} more` : '';
  return `the same for ${names.join(', ')}${more}`;
}
