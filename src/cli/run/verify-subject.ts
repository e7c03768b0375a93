import type { VerifySubject } from '../../evidence/verify/plan-verify.ts';
import { workloadKinds } from '../../evidence/workload/kinds.ts';
import { workloadPods } from '../../evidence/workload/workload-pods.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import type { KindCommand } from '../args/command-names.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { mayHavePullProblem } from './failing-pods.ts';
import { findObject, type Unread, unreadOf } from './find-object.ts';
import { templatesOf } from './preflight.ts';

/** What to verify; `pod` is null where a workload has none and its template is taken. */
export interface FoundSubject {
  readonly subject: VerifySubject;
  readonly pod: KubeObject | null;
  /** Pods of the workload beside the one that was chosen. */
  readonly others: number;
}

/**
 * Reads the target: of a workload one Pod, one whose pull fails before others, or its template
 * where it has none.
 */
export async function verifySubject(
  { reader, namespace }: EvidenceSource,
  kind: KindCommand,
  name: string,
): Promise<FoundSubject | { readonly unread: Unread }> {
  const wanted = kind === 'pod' ? ({ resource: 'pods', kind: 'Pod' } as const) : workloadKinds[kind];
  const sought = await findObject(reader, { ...wanted, namespace, name });
  if ('unread' in sought) return sought;
  if (kind === 'pod') return ofPod(sought.object, 0);
  const pods = await workloadPods(reader, kind, sought.object);
  if (pods.status !== 'found') return { unread: unreadOf(`the Pods of ${wanted.kind} ${name}`, pods) };
  const alive = pods.value.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
  const pod = alive.find(mayHavePullProblem) ?? alive[0];
  if (pod !== undefined) return ofPod(pod, alive.length - 1);
  const [first] = templatesOf(sought.object);
  if (first === undefined)
    return { unread: { says: `${wanted.kind} ${name} has no Pod template`, problem: null } };
  return {
    subject: { owner: sought.object, namespace: first.owner.namespace, template: first.template },
    pod: null,
    others: 0,
  };
}

const ofPod = (pod: KubeObject, others: number): FoundSubject => ({
  subject: { owner: pod, namespace: pod.metadata.namespace ?? 'default', template: pod },
  pod,
  others,
});
