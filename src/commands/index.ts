import Explain from './explain.ts';
import Help from './help.ts';
import Pod from './pod.ts';
import Version from './version.ts';
import { workloadCommand } from './workload.ts';

/** The commands by their names, for oclif's explicit strategy. */
export const COMMANDS = {
  cronjob: workloadCommand('cronjob'),
  daemonset: workloadCommand('daemonset'),
  deployment: workloadCommand('deployment'),
  explain: Explain,
  job: workloadCommand('job'),
  pod: Pod,
  replicaset: workloadCommand('replicaset'),
  statefulset: workloadCommand('statefulset'),
  version: Version,
};

type Name = keyof typeof COMMANDS;

/** Other names of the commands: kubectl's plurals, short names and names with the API group. */
export const aliases: ReadonlyMap<string, Name> = new Map(
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
  ).flatMap(([name, others]) => others.map((other): [string, Name] => [other, name])),
);

export { Help };
