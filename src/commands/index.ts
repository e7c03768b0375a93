import Collect from './collect.ts';
import Completion from './completion.ts';
import Explain from './explain.ts';
import Help from './help.ts';
import Image from './image.ts';
import { aliases as kindAliases } from './kind-names.ts';
import Manifest from './manifest.ts';
import Pod from './pod.ts';
import Secret from './secret.ts';
import Version from './version.ts';
import { workloadCommand } from './workload.ts';

/** The commands by their names, for oclif's explicit strategy. */
export const COMMANDS = {
  collect: Collect,
  completion: Completion,
  cronjob: workloadCommand('cronjob'),
  daemonset: workloadCommand('daemonset'),
  deployment: workloadCommand('deployment'),
  explain: Explain,
  image: Image,
  job: workloadCommand('job'),
  manifest: Manifest,
  pod: Pod,
  replicaset: workloadCommand('replicaset'),
  secret: Secret,
  statefulset: workloadCommand('statefulset'),
  version: Version,
};

/** Other names of the commands. */
export const aliases: ReadonlyMap<string, keyof typeof COMMANDS> = new Map<string, keyof typeof COMMANDS>([
  ...kindAliases,
  ['secrets', 'secret'],
]);
export { Help };
