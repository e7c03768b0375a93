import { collectPod, type Occasion } from '../cluster/collect-pod.ts';
import { nearNames } from '../cluster/near-names.ts';
import type { KubeObject, ObjectReader } from '../cluster/object-reader.ts';
import type { PodEvidence } from '../model/evidence.ts';
import type { Observed } from '../model/observed.ts';
import { canI, permissionText } from '../problems.ts';

/** The Pod itself could not be read. The message is one line and says what to try. */
export class PodProblem extends Error {
  override readonly name = 'PodProblem';
}

/** Reads one Pod by name. Offline, `namespace: null` looks in every namespace of the file. */
export async function podByName(
  reader: ObjectReader,
  namespace: string | null,
  name: string,
  occasion: Occasion,
): Promise<PodEvidence> {
  const pod = namespace === null ? await anywhere(reader, name) : await reader.get('pods', namespace, name);
  if (pod.status === 'found') return collectPod(reader, pod.value, occasion);
  throw new PodProblem(await explainAbsence(reader, namespace, name, pod));
}

async function anywhere(reader: ObjectReader, name: string): Promise<Observed<KubeObject>> {
  const pods = await reader.list('pods', { namespace: null });
  if (pods.status !== 'found') return pods;
  const [first, ...others] = pods.value.filter((pod) => pod.metadata.name === name);
  if (others.length > 0) {
    const namespaces = [first, ...others].map((pod) => pod?.metadata.namespace ?? 'default');
    return {
      status: 'failed',
      problem: `the file holds several Pods of that name: add -n ${namespaces.join(' or -n ')}`,
    };
  }
  return first === undefined ? { status: 'absent' } : { status: 'found', value: first };
}

async function explainAbsence(
  reader: ObjectReader,
  namespace: string | null,
  name: string,
  read: Exclude<Observed<KubeObject>, { status: 'found' }>,
): Promise<string> {
  const where = namespace === null ? 'in the file' : `in namespace ${namespace}`;
  if (read.status === 'denied') {
    return `Pod ${name} ${where} may not be read: ${permissionText(read.need)} is forbidden to you (see: ${canI(read.need)})`;
  }
  if (read.status === 'failed') {
    return `Pod ${name} ${where} could not be read: ${read.problem}${read.remedy === undefined ? '' : `; ${read.remedy}`}`;
  }
  if (namespace !== null && (await reader.get('namespaces', null, namespace)).status === 'absent') {
    const near = await nearNames(reader, 'namespaces', null, namespace);
    return `namespace ${namespace} does not exist${near}`;
  }
  return `Pod ${name} does not exist ${where}${await nearNames(reader, 'pods', namespace, name)}`;
}
