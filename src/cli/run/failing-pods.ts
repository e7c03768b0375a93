import { diagnose } from '../../diagnosis/diagnose.ts';
import { collectPod } from '../../evidence/collect-pod.ts';
import { fails, type PodDiagnosis } from '../../model/diagnosis.ts';
import { failed, found } from '../../model/observed.ts';
import type { KubeObject, ObjectReader } from '../../objects/object-reader.ts';
import { toPod } from '../../objects/pod.ts';
import { readPullState } from '../../pull-error/pull-state.ts';
import { cutWords } from '../../text/cut-words.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { objectSaid, orFault } from './fault.ts';
import { missingNamespace, type Unread, unreadOf } from './find-object.ts';
import type { Outcome } from './outcome.ts';
import { scanProgress } from './progress.ts';

/** The Pod runs, but something is noticed that would keep it from pulling again: a warning. */
const wouldNotPullAgain = ({ images }: PodDiagnosis): boolean =>
  images.some(({ findings }) => findings.some((finding) => finding.severity === 'warning'));

/**
 * Events and nodes tell nothing of secrets, and are read for each Pod: a scan of sound Pods goes
 * without.
 */
const scanReader = (reader: ObjectReader): ObjectReader => ({
  ...withoutEvents(reader),
  get: async (resource, namespace, name) =>
    resource === 'nodes' ? failed('nodes were not asked for') : reader.get(resource, namespace, name),
});

/** A registry is asked as the runtime of the node would ask, for its platform. */
const withoutEvents = (reader: ObjectReader): ObjectReader => ({
  ...reader,
  list: async (resource, query) => (resource === 'events' ? found([]) : reader.list(resource, query)),
});

export interface Scope {
  readonly namespace: string | null;
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
  /** Pods of a page; 0 for all at once. */
  readonly chunkSize: number;
  /** Pods that run, but would not pull again, count too. */
  readonly warnings: boolean;
  /** Only Pods that an object of this kind made, directly or through another. */
  readonly ownerKind?: string;
}

/**
 * Pods whose evidence is read at once: enough to hide the way to the server, few enough not to
 * flood it.
 */
const together = 16;

/**
 * Diagnoses every Pod of the scope that may have a pull problem and keeps those that do; the others
 * are dropped page by page.
 */
export async function failingPods(source: EvidenceSource, scope: Scope): Promise<Outcome> {
  const { reader, occasion } = source;
  const { namespace } = scope;
  const query = {
    namespace,
    limit: scope.chunkSize,
    bare: true,
    ...(scope.labelSelector === undefined ? {} : { labelSelector: scope.labelSelector }),
    ...(scope.fieldSelector === undefined ? {} : { fieldSelector: scope.fieldSelector }),
  };
  const diagnoses: PodDiagnosis[] = [];
  const faults: Unread[] = [];
  const look = (pods: readonly KubeObject[], work: (pod: KubeObject) => Promise<void>) =>
    inBatches(pods, async (pod) => {
      const done = await orFault(objectSaid('Pod', pod.metadata), () => work(pod));
      if ('unread' in done) faults.push(done.unread);
    });
  const progress = scanProgress();
  let podsScanned = 0;
  for await (const page of reader.pages('pods', query)) {
    if (page.status !== 'found') {
      const where = namespace === null ? 'of all namespaces' : `of namespace ${namespace}`;
      const after = podsScanned === 0 ? '' : ` after the first ${podsScanned}`;
      return {
        diagnoses: diagnoses.sort(byPlace),
        podsScanned,
        scan: true,
        unread: [...faults, unreadOf(`the Pods ${where}${after}`, page)],
        namespace,
      };
    }
    podsScanned += page.value.length;
    const near = amongPage(reader, page.value);
    const suspects: KubeObject[] = [];
    const sound: KubeObject[] = [];
    await look(page.value, async (pod) => {
      (mayHavePullProblem(pod) ? suspects : sound).push(pod);
    });
    await look(suspects, async (pod) => {
      const diagnosis = diagnose(await source.probed(await collectPod(near, pod, occasion)));
      if (diagnosis.images.some(fails) && isMadeBy(diagnosis, scope.ownerKind))
        diagnoses.push(judged(diagnosis));
    });
    if (scope.warnings) {
      await look(sound, async (pod) => {
        const reads = source.asksRegistries ? withoutEvents(near) : scanReader(near);
        const diagnosis = diagnose(await source.probed(await collectPod(reads, pod, occasion)));
        if (wouldNotPullAgain(diagnosis) && isMadeBy(diagnosis, scope.ownerKind))
          diagnoses.push(judged(diagnosis));
      });
    }
    progress(podsScanned, diagnoses.length);
  }
  const missing = podsScanned === 0 ? await missingNamespace(reader, namespace) : null;
  const unread = missing === null ? faults : [missing];
  return { diagnoses: diagnoses.sort(byPlace), podsScanned, unread, namespace, scan: true };
}

/** Pods are read side by side; the report has them by namespace and name. */
const byPlace = ({ evidence: { pod: a } }: PodDiagnosis, { evidence: { pod: b } }: PodDiagnosis): number =>
  compare(a.namespace, b.namespace) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * A diagnosis without the neighbours, which are judged already: they are all Pods of the cluster in
 * the end, and in no report.
 */
function judged(diagnosis: PodDiagnosis): PodDiagnosis {
  const { evidence } = diagnosis;
  return evidence.neighbours?.status === 'found'
    ? { ...diagnosis, evidence: { ...evidence, neighbours: null } }
    : diagnosis;
}

const isMadeBy = ({ evidence: { pod, owner } }: PodDiagnosis, kind: string | undefined) =>
  kind === undefined || owner?.kind === kind || pod.controller?.kind === kind;

async function inBatches(
  pods: readonly KubeObject[],
  work: (pod: KubeObject) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < pods.length; start += together) {
    await Promise.all(pods.slice(start, start + together).map(work));
  }
}

/**
 * Neighbours are looked for in the page at hand: pages come namespace by namespace, and asking
 * again would read all Pods twice.
 */
function amongPage(reader: ObjectReader, page: readonly KubeObject[]): ObjectReader {
  const byNamespace = Map.groupBy(page, (pod) => pod.metadata.namespace);
  return {
    ...reader,
    list: async (resource, query) =>
      resource === 'pods' && query.firstPage === true && query.namespace !== null
        ? found(byNamespace.get(query.namespace) ?? [])
        : reader.list(resource, query),
  };
}

/**
 * The status says that a pull fails, says nothing yet of a Pod that is on a node, or is not there:
 * then its events have to tell.
 */
export function mayHavePullProblem(object: KubeObject): boolean {
  const pod = toPod(object, cutWords);
  return pod.images.some((image) => {
    const { status } = readPullState(image, [], pod.phase);
    const waits = pod.phase === '' || (pod.phase === 'Pending' && pod.node !== null);
    return status === 'failing' || (status === 'pending' && waits);
  });
}
