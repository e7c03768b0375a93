import { collectPod } from '../cluster/collect-pod.ts';
import type { KubeObject } from '../cluster/object-reader.ts';
import { toPod } from '../cluster/objects/pod.ts';
import { diagnose } from '../diagnose.ts';
import { readPullState } from '../kubelet/failure.ts';
import type { PodDiagnosis } from '../model/diagnosis.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { reasonOf } from './find-object.ts';
import type { Outcome } from './run-diagnosis.ts';

export interface Scope {
  readonly namespace: string | null;
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
}

/** Diagnoses every Pod of the scope whose status says that a pull fails; the others are dropped page by page. */
export async function failingPods(source: EvidenceSource, scope: Scope): Promise<Outcome> {
  const { reader, occasion } = source;
  const { namespace } = scope;
  const query = {
    namespace,
    ...(scope.labelSelector === undefined ? {} : { labelSelector: scope.labelSelector }),
    ...(scope.fieldSelector === undefined ? {} : { fieldSelector: scope.fieldSelector }),
  };
  const diagnoses: PodDiagnosis[] = [];
  let podsScanned = 0;
  for await (const page of reader.pages('pods', query)) {
    if (page.status !== 'found') {
      const where = namespace === null ? 'of all namespaces' : `of namespace ${namespace}`;
      return {
        diagnoses,
        podsScanned,
        unread: [`the Pods ${where} could not be read: ${reasonOf(page)}`],
        namespace,
      };
    }
    podsScanned += page.value.length;
    for (const pod of page.value.filter(hasPullProblem)) {
      diagnoses.push(diagnose(await collectPod(reader, pod, occasion)));
    }
  }
  return { diagnoses, podsScanned, unread: [], namespace };
}

/** The status of the Pod says that a pull fails. */
export function hasPullProblem(object: KubeObject): boolean {
  const pod = toPod(object);
  return pod.images.some((image) => readPullState(image, [], pod.phase).status === 'failing');
}
