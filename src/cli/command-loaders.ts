import type { Command } from '@oclif/core/command';
import type { Workload } from '../evidence/workload/kinds.ts';
import type { CommandId } from './args/command-names.ts';

/** The class of a command, loaded when it is asked for: no command pays for another one's start. */
export type LoadCommand = () => Promise<Command.Class>;

const workload = (kind: Workload) => async () =>
  (await import('./commands/workload.ts')).workloadCommand(kind);

/** The commands by their names. */
export const commands = {
  collect: async () => (await import('./commands/collect.ts')).default,
  completion: async () => (await import('./commands/completion.ts')).default,
  cronjob: workload('cronjob'),
  daemonset: workload('daemonset'),
  deployment: workload('deployment'),
  explain: async () => (await import('./commands/explain.ts')).default,
  image: async () => (await import('./commands/image.ts')).default,
  job: workload('job'),
  manifest: async () => (await import('./commands/manifest.ts')).default,
  pod: async () => (await import('./commands/pod.ts')).default,
  replicaset: workload('replicaset'),
  secret: async () => (await import('./commands/secret.ts')).default,
  statefulset: workload('statefulset'),
  verify: async () => (await import('./commands/verify.ts')).default,
  version: async () => (await import('./commands/version.ts')).default,
} satisfies Record<CommandId, LoadCommand>;
