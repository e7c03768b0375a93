import type { Resource } from '../../objects/object-reader.ts';

/** The kinds that make Pods from a template, by the command that takes them. */
export const workloadKinds = {
  deployment: { kind: 'Deployment', resource: 'deployments' },
  statefulset: { kind: 'StatefulSet', resource: 'statefulsets' },
  daemonset: { kind: 'DaemonSet', resource: 'daemonsets' },
  replicaset: { kind: 'ReplicaSet', resource: 'replicasets' },
  job: { kind: 'Job', resource: 'jobs' },
  cronjob: { kind: 'CronJob', resource: 'cronjobs' },
} as const satisfies Readonly<Record<string, { kind: string; resource: Resource }>>;

export type Workload = keyof typeof workloadKinds;
