import type { Workload } from '../cluster/workload/kinds.ts';

/** The kinds that have a command of their own. */
export type KindCommand = Workload | 'pod';

/** Other names of the kinds: kubectl's plurals, short names and names with the API group. */
export const aliases: ReadonlyMap<string, KindCommand> = new Map(
  (
    [
      ['pod', ['po', 'pods']],
      ['deployment', ['deploy', 'deployments', 'deployments.apps', 'deployment.apps']],
      ['statefulset', ['sts', 'statefulsets', 'statefulsets.apps', 'statefulset.apps']],
      ['daemonset', ['ds', 'daemonsets', 'daemonsets.apps', 'daemonset.apps']],
      ['replicaset', ['rs', 'replicasets', 'replicasets.apps', 'replicaset.apps']],
      ['job', ['jobs', 'jobs.batch', 'job.batch']],
      ['cronjob', ['cj', 'cronjobs', 'cronjobs.batch', 'cronjob.batch']],
    ] as const
  ).flatMap(([name, others]) => others.map((other): [string, KindCommand] => [other, name])),
);
