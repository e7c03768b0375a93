import type { Workload } from '../../evidence/workload/kinds.ts';

/** The kinds that have a command of their own. */
export type KindCommand = Workload | 'pod';

/** Other names of the kinds: kubectl's plurals and short names, and each of a kind's names with its API group. */
export const aliases: ReadonlyMap<string, KindCommand> = new Map(
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
