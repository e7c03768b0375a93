import { fails, type PodDiagnosis } from '../../model/diagnosis.ts';
import { type ConnectionFlags, fixCommand } from '../shell.ts';

/** Pods that one verdict holds for; the first is told in full. */
export type Group = readonly [PodDiagnosis, ...PodDiagnosis[]];

/** Groups Pods by root cause, the largest group first. Sound Pods stand alone. */
export function groupByCause(pods: readonly PodDiagnosis[]): readonly Group[] {
  return [...Map.groupBy(pods, causeOf).values()]
    .flatMap(([first, ...others]): readonly Group[] => (first === undefined ? [] : [[first, ...others]]))
    .sort((a, b) => b.length - a.length);
}

/** One cause: the same state of the same things, in the same words. What could not be read belongs to it. */
function causeOf({ evidence, images, problems }: PodDiagnosis): string {
  const { namespace, name } = evidence.pod;
  const failing = images.filter(fails).map(({ findings, failure, image }) => {
    const blamed = findings.find((finding) => finding.severity === 'error');
    return blamed === undefined
      ? [failure?.error.label, image.image, problems]
      : [blamed.rule, blamed.what.replaceAll(`\`${name}\``, 'the Pod'), blamed.facts];
  });
  return JSON.stringify(failing.length === 0 ? [namespace, name] : failing);
}

/** `14 Pods in 3 namespaces, one cause`; nothing for a Pod alone. */
export function groupTitle(group: Group): readonly string[] {
  if (group.length === 1) return [];
  const namespaces = new Set(group.map(({ evidence }) => evidence.pod.namespace)).size;
  const where = namespaces === 1 ? '' : ` in ${namespaces} namespaces`;
  return [`${group.length} Pods${where}, one cause`];
}

const shown = 20;

/** Whom the verdict holds for, too; and that their commands differ, where they do. */
export function sameLines([first, ...others]: Group, flags: ConnectionFlags): readonly string[] {
  if (others.length === 0) return [];
  const names = [...Map.groupBy(others.slice(0, shown), ({ evidence }) => evidence.pod.namespace)].map(
    ([namespace, pods]) =>
      `${pods.map(({ evidence }) => `pod/${evidence.pod.name}`).join(', ')} in ${namespace}`,
  );
  const more = others.length > shown ? `; and ${others.length - shown} more` : '';
  const own = others.some((pod) => commandsOf(pod, flags) !== commandsOf(first, flags))
    ? '; --all-findings shows each with its own commands'
    : '';
  return [`the same for ${names.join('; ')}${more}${own}`];
}

const commandsOf = ({ images }: PodDiagnosis, flags: ConnectionFlags) =>
  JSON.stringify(
    images.filter(fails).map(({ findings }) => findings[0]?.fixes.map((fix) => fixCommand(fix, flags))),
  );
