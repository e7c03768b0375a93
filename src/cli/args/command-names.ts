import type { Workload } from '../../evidence/workload/kinds.ts';
import { mostSimilar } from '../../objects/similar-names.ts';

/** The kinds that have a command of their own. */
export type KindCommand = Workload | 'pod';

/**
 * Other names of the kinds: kubectl's plurals and short names, and each of a kind's names with its
 * API group.
 */
const kindAliases: ReadonlyMap<string, KindCommand> = new Map(
  (
    [
      ['pod', '', ['po', 'pods']],
      ['deployment', 'apps', ['deploy', 'deployments']],
      ['statefulset', 'apps', ['sts', 'statefulsets']],
      ['daemonset', 'apps', ['ds', 'daemonsets']],
      ['replicaset', 'apps', ['rs', 'replicasets']],
      ['job', 'batch', ['jobs']],
      ['cronjob', 'batch', ['cj', 'cronjobs']],
    ] as const
  ).flatMap(([name, group, others]) => {
    const grouped = group === '' ? [] : [...others, name].map((one) => `${one}.${group}`);
    return [...others, ...grouped].map((other): [string, KindCommand] => [other, name]);
  }),
);

/** The commands' names: kubectl's kinds where a command is about one. */
export const commandIds = [
  'collect',
  'completion',
  'cronjob',
  'daemonset',
  'deployment',
  'explain',
  'image',
  'job',
  'manifest',
  'pod',
  'replicaset',
  'secret',
  'statefulset',
  'verify',
  'version',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Other names of the commands. */
export const aliases: ReadonlyMap<string, CommandId> = new Map<string, CommandId>([
  ...kindAliases,
  ['secrets', 'secret'],
]);

/** The command of a name or alias; as kubectl does with kinds, in any case. */
export function commandNamed(word: string): CommandId | undefined {
  const name = word.toLowerCase();
  return commandIds.find((id) => id === name) ?? aliases.get(name);
}

/** `; near commands: pod` for a word that is no command; empty where none is near. */
export function similarCommands(word: string): string {
  const [near] = mostSimilar(word.toLowerCase(), [...commandIds, ...aliases.keys()]);
  return near === undefined ? '' : `; near commands: ${aliases.get(near) ?? near}`;
}
