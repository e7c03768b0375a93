import type { Connection } from '../../api-client/connect.ts';
import { eventsOf } from '../../evidence/pod-reads.ts';
import type { WaitSnapshot } from '../../evidence/wait/pull-wait.ts';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import { selectorOf } from '../../evidence/workload/selector.ts';
import { workloadPods } from '../../evidence/workload/workload-pods.ts';
import type { Observed } from '../../model/observed.ts';
import { count, fields, list } from '../../objects/fields.ts';
import type { KubeObject, ListQuery, Resource } from '../../objects/object-reader.ts';
import { toPod } from '../../objects/pod.ts';
import { followList } from '../../sources/cluster/follow-list.ts';
import { liveReader } from '../../sources/cluster/live-reader.ts';

/**
 * What is waited for, as far as it is known. `unknown`: a list has not come yet. `gone`: nothing to
 * wait for any more.
 */
export type Seen =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gone'; readonly says: string }
  | { readonly kind: 'pods'; readonly snapshots: readonly WaitSnapshot[]; readonly awaited: string | null };

export interface WaitTarget {
  readonly look: () => Promise<Seen>;
}

export interface FollowContext {
  readonly connection: Connection;
  readonly namespace: string;
  readonly signal: AbortSignal;
  /** Called at each change. */
  readonly wake: () => void;
  /** Takes what goes on until the signal. */
  readonly follow: (following: Promise<void>) => void;
}

/** Milliseconds in which a Pod that was deleted may come back under its name. */
const returnPatience = 10_000;

/** The objects of a list as they are now; null before the first answer. What is denied is empty. */
function followed(context: FollowContext, resource: Resource, query: ListQuery) {
  const { connection, signal, wake, follow } = context;
  let objects: readonly KubeObject[] | null = null;
  const tell = (answer: Observed<readonly KubeObject[]>) => {
    if (answer.status === 'found') objects = answer.value;
    else if (answer.status === 'denied') objects ??= [];
    wake();
  };
  follow(followList(connection, resource, query, { signal, tell }));
  return () => objects;
}

const snapshotOf = (pod: KubeObject, events: readonly KubeObject[]): WaitSnapshot => ({
  pod: toPod(pod),
  events: eventsOf(pod, events),
});

/** A Pod by its name, whichever Pod has it. */
export function podTarget(context: FollowContext, name: string): WaitTarget {
  const { namespace } = context;
  const pods = followed(context, 'pods', { namespace, fieldSelector: `metadata.name=${name}` });
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
  const events = followed(context, 'events', { namespace, fieldSelector });
  let missingSince: number | null = null;
  return {
    async look() {
      const [found, about] = [pods(), events()];
      if (found === null || about === null) return { kind: 'unknown' };
      const [pod] = found;
      if (pod !== undefined) {
        missingSince = null;
        return { kind: 'pods', snapshots: [snapshotOf(pod, about)], awaited: null };
      }
      missingSince ??= Date.now();
      return Date.now() - missingSince > returnPatience
        ? { kind: 'gone', says: `Pod ${namespace}/${name} was deleted` }
        : {
            kind: 'pods',
            snapshots: [],
            awaited: `Pod ${namespace}/${name}, which was deleted, to be created again`,
          };
    },
  };
}

/** The Pods of a workload's current revision, which change while it is rolled out. */
export function workloadTarget(context: FollowContext, workload: Workload, object: KubeObject): WaitTarget {
  const { connection, namespace } = context;
  const { kind, resource } = workloadKinds[workload];
  const { name } = object.metadata;
  const labelSelector = selectorOf(object);
  // only wakes: which Pods are of the current revision is looked up
  if (labelSelector !== null) followed(context, 'pods', { namespace, labelSelector });
  const events = followed(context, 'events', { namespace, fieldSelector: 'involvedObject.kind=Pod' });
  const reader = liveReader(connection);
  return {
    async look() {
      const about = events();
      const now = await reader.get(resource, namespace, name);
      if (now.status === 'absent') return { kind: 'gone', says: `${kind} ${namespace}/${name} was deleted` };
      if (about === null || now.status !== 'found') return { kind: 'unknown' };
      const pods = await workloadPods(reader, workload, now.value);
      if (pods.status !== 'found') return { kind: 'unknown' };
      const alive = pods.value.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
      return {
        kind: 'pods',
        snapshots: alive.map((pod) => snapshotOf(pod, about)),
        awaited: awaits(workload, now.value, alive.length),
      };
    },
  };
}

/** What a workload's controller has still to do before its Pods tell anything; null for nothing. */
function awaits(workload: Workload, object: KubeObject, pods: number): string | null {
  const { kind } = workloadKinds[workload];
  const spec = fields(object['spec']);
  const status = fields(object['status']);
  const seen = status['observedGeneration'];
  if (typeof seen === 'number' && seen < count(object.metadata['generation']))
    return `the controller of ${kind} ${object.metadata.name} to see its change`;
  return pods > 0 || !makesPods(workload, spec, status)
    ? null
    : `the first Pod of ${kind} ${object.metadata.name}`;
}

function makesPods(
  workload: Workload,
  spec: Readonly<Record<string, unknown>>,
  status: Readonly<Record<string, unknown>>,
): boolean {
  if (workload === 'cronjob') return list(status['active']).length > 0;
  if (workload === 'daemonset') return count(status['desiredNumberScheduled']) > 0;
  if (workload !== 'job') return spec['replicas'] !== 0;
  const ended = list(status['conditions'])
    .map(fields)
    .some(({ type, status: yes }) => (type === 'Complete' || type === 'Failed') && yes === 'True');
  return !ended && spec['suspend'] !== true;
}
