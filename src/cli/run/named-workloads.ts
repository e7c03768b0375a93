import { diagnose } from '../../diagnosis/diagnose.ts';
import { problemOf } from '../../diagnosis/unread.ts';
import { collectPod } from '../../evidence/collect-pod.ts';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import { podsRefused } from '../../evidence/workload/pods-refused.ts';
import { replicaSetsOf, workloadPods } from '../../evidence/workload/workload-pods.ts';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { objectSaid, orFault } from './fault.ts';
import { findObject, unreadOf } from './find-object.ts';
import { joinOutcomes, type Outcome } from './outcome.ts';
import { preflight, templatesOf } from './preflight.ts';

/** Diagnoses the Pods of the current revision of workloads of one kind. */
export async function namedWorkloads(
  source: EvidenceSource,
  workload: Workload,
  names: readonly string[],
): Promise<Outcome> {
  const { reader, namespace } = source;
  const { kind, resource } = workloadKinds[workload];
  const outcomes = [...new Set(names)].map(async (name): Promise<Outcome> => {
    const sought = await findObject(reader, { resource, kind, namespace, name });
    return 'unread' in sought
      ? { diagnoses: [], podsScanned: 0, namespace, unread: [sought.unread] }
      : diagnoseWorkload(source, workload, sought.object);
  });
  return joinOutcomes(await Promise.all(outcomes), namespace);
}

/**
 * The workload of this name, whatever its kind: the first of Deployment, StatefulSet, DaemonSet,
 * ReplicaSet, Job, CronJob.
 */
export async function workloadOfAnyKind(source: EvidenceSource, name: string): Promise<Outcome | null> {
  const found = await Promise.all(
    (Object.keys(workloadKinds) as Workload[]).map(async (workload) => {
      const { kind, resource } = workloadKinds[workload];
      const sought = await findObject(source.reader, { resource, kind, namespace: source.namespace, name });
      return 'object' in sought ? { workload, object: sought.object } : null;
    }),
  );
  const first = found.find((one) => one !== null);
  return first === undefined ? null : diagnoseWorkload(source, first.workload, first.object);
}

async function diagnoseWorkload(
  source: EvidenceSource,
  workload: Workload,
  object: KubeObject,
): Promise<Outcome> {
  const { reader, namespace, occasion } = source;
  const { kind } = workloadKinds[workload];
  const pods = await workloadPods(reader, workload, object);
  // none (scaled to 0, held by a quota, not run yet), or not in the file: the template tells what
  // they would do
  const none =
    pods.status === 'found'
      ? pods.value.length === 0
      : pods.status === 'failed' && occasion.source === 'file';
  if (none) {
    const refused = await podsRefused(reader, workload, object);
    return preflight(source, reader, templatesOf(object), refused);
  }
  if (pods.status !== 'found')
    return {
      diagnoses: [],
      podsScanned: 0,
      namespace,
      unread: [unreadOf(`the Pods of ${kind} ${object.metadata.name}`, pods)],
    };
  const done = await Promise.all(
    pods.value.map((pod) =>
      orFault(objectSaid('Pod', pod.metadata), async () =>
        diagnose(await source.probed(await collectPod(reader, pod, occasion))),
      ),
    ),
  );
  return {
    diagnoses: done.flatMap((one) => ('value' in one ? [one.value] : [])),
    podsScanned: pods.value.length,
    namespace,
    unread: done.flatMap((one) => ('unread' in one ? [one.unread] : [])),
    problems: workload === 'deployment' ? await revisionProblems(source, object) : [],
  };
}

/**
 * Without its ReplicaSets a Deployment's Pods are found by its selector, those of older revisions
 * among them.
 */
async function revisionProblems(
  { reader, occasion }: EvidenceSource,
  deployment: KubeObject,
): Promise<readonly UnreadEvidence[]> {
  const sets = await replicaSetsOf(reader, deployment);
  const unread = sets.status === 'denied' || (sets.status === 'failed' && occasion.source === 'cluster');
  return unread ? [problemOf('ReplicaSets, which tell the Pods of the current revision', sets)] : [];
}
