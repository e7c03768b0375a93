import { describe, expect, it } from 'vitest';
import { workloadPods } from '../../../src/evidence/workload/workload-pods.ts';
import { denied, type Observed } from '../../../src/model/observed.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';

interface Made {
  readonly uid?: string;
  readonly by?: KubeObject;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly at?: string;
  readonly [field: string]: unknown;
}

function object(
  kind: string,
  name: string,
  { uid, by, labels, annotations, at, ...rest }: Made = {},
): KubeObject {
  const owner = by && { kind: by.kind, name: by.metadata.name, uid: by.metadata.uid, controller: true };
  return {
    kind,
    metadata: {
      name,
      namespace: 'shop',
      uid: uid ?? `${kind}-${name}`,
      ...(at === undefined ? {} : { creationTimestamp: at }),
      labels: labels ?? {},
      annotations: annotations ?? {},
      ownerReferences: owner === undefined ? [] : [owner],
    },
    ...rest,
  };
}

const selector = { matchLabels: { app: 'web' } };
const app = { app: 'web' };
const names = (pods: Observed<readonly KubeObject[]>) =>
  pods.status === 'found' ? pods.value.map((pod) => pod.metadata.name) : pods.status;

describe('Pods of a workload', () => {
  const deployment = object('Deployment', 'web', { spec: { selector } });
  const revision = (number: string) => ({ 'deployment.kubernetes.io/revision': number });
  const old = object('ReplicaSet', 'web-9', { by: deployment, labels: app, annotations: revision('9') });
  const now = object('ReplicaSet', 'web-10', { by: deployment, labels: app, annotations: revision('10') });
  const pods = [
    object('Pod', 'web-9-a', { by: old, labels: app }),
    object('Pod', 'web-10-a', { by: now, labels: app }),
    object('Pod', 'web-10-b', { by: now, labels: app }),
    object('Pod', 'stranger', { labels: app }),
  ];

  it('of a Deployment: those of the newest ReplicaSet, by number and not by text', async () => {
    const reader = offlineReader([deployment, old, now, ...pods]);
    expect(names(await workloadPods(reader, 'deployment', deployment))).toEqual(['web-10-a', 'web-10-b']);
  });

  it('of a Deployment whose ReplicaSets may not be read: those that the selector finds', async () => {
    const reader = offlineReader([deployment, old, now, ...pods]);
    const blind = {
      ...reader,
      list: async (...[resource, query]: Parameters<typeof reader.list>) =>
        resource === 'replicasets'
          ? denied({ verb: 'list', group: 'apps', resource })
          : reader.list(resource, query),
    };
    expect(names(await workloadPods(blind, 'deployment', deployment))).toHaveLength(4);
  });

  it('of a StatefulSet: those of the revision that it updates to', async () => {
    const set = object('StatefulSet', 'db', { spec: { selector }, status: { updateRevision: 'db-2' } });
    const reader = offlineReader([
      set,
      object('Pod', 'db-0', { by: set, labels: { ...app, 'controller-revision-hash': 'db-1' } }),
      object('Pod', 'db-1', { by: set, labels: { ...app, 'controller-revision-hash': 'db-2' } }),
    ]);
    expect(names(await workloadPods(reader, 'statefulset', set))).toEqual(['db-1']);
  });

  it('of a CronJob: those of its newest Job', async () => {
    const cron = object('CronJob', 'nightly');
    const first = object('Job', 'nightly-1', { by: cron, at: '2026-11-19T00:00:00Z', spec: { selector } });
    const last = object('Job', 'nightly-2', { by: cron, at: '2026-11-20T00:00:00Z', spec: { selector } });
    const reader = offlineReader([
      cron,
      first,
      last,
      object('Pod', 'nightly-1-x', { by: first, labels: app }),
      object('Pod', 'nightly-2-x', { by: last, labels: app }),
    ]);
    expect(names(await workloadPods(reader, 'cronjob', cron))).toEqual(['nightly-2-x']);
  });

  it('of a CronJob that has not run', async () => {
    const cron = object('CronJob', 'nightly');
    const other = object('Job', 'other');
    expect(names(await workloadPods(offlineReader([cron, other]), 'cronjob', cron))).toEqual([]);
  });

  it('counts an owner of the same name and another uid as another object', async () => {
    const set = object('DaemonSet', 'agent', { uid: 'new', spec: { selector } });
    const gone = object('DaemonSet', 'agent', { uid: 'old' });
    const reader = offlineReader([set, object('Pod', 'agent-x', { by: gone, labels: app })]);
    expect(names(await workloadPods(reader, 'daemonset', set))).toEqual([]);
  });
});
