import { collectPod } from '../../evidence/collect-pod.ts';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import { workloadPods } from '../../evidence/workload/workload-pods.ts';
import type { KubeObject, ListQuery } from '../../objects/object-reader.ts';
import { placeOf, type RecordedProbes } from '../../sources/collection/format.ts';
import type { CollectingReader } from '../../sources/collection/record.ts';
import { UsageError } from '../args/argv.ts';
import { type CommandId, commandNamed, type KindCommand } from '../args/command-names.ts';
import { objectName } from '../args/object-name.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { mayHavePullProblem } from './failing-pods.ts';
import { objectSaid, orFault } from './fault.ts';
import { findObject, missingNamespace, type Unread, unreadOf } from './find-object.ts';
import { preflight, templatesOf } from './preflight.ts';

/** What to collect: objects by name, or without names every Pod with a pull problem. */
export interface Target {
  readonly kind: KindCommand;
  readonly names: readonly string[];
}

/** The Pods that were collected and the targets that could not be read. */
export interface Collected {
  readonly pods: readonly string[];
  readonly unread: readonly Unread[];
  readonly probes: readonly RecordedProbes[];
}

/**
 * Reads `pod web api`, `pod/web pod/api`, `deploy/web`: a kind and names of objects of that kind.
 */
export function parseTarget(words: readonly string[], verb: 'collect' | 'verify' = 'collect'): Target {
  const [first = '', ...rest] = words;
  if (first === '')
    throw new UsageError(
      `${verb} takes a kind and ${verb === 'collect' ? 'names' : 'a name'}, such as pod web`,
    );
  const [type = ''] = first.split('/');
  const kind = commandNamed(type);
  if (kind !== 'pod' && !isWorkload(kind))
    throw new UsageError(`"${type}" cannot be ${done[verb]}; pods and workloads can`);
  const named = first.includes('/') ? words : rest;
  if (kind !== 'pod' && named.length === 0) throw new UsageError(`${verb} ${kind} takes a name`);
  return { kind, names: named.map((word) => objectName(kind, word)) };
}

const done = { collect: 'collected', verify: 'verified' } as const;

const isWorkload = (command: CommandId | undefined): command is Workload =>
  command !== undefined && Object.hasOwn(workloadKinds, command);

/**
 * Has everything read that the diagnosis of a target reads. `scope` says which Pods to look through
 * where none is named.
 */
export async function collectTarget(
  source: EvidenceSource,
  { kind, names }: Target,
  scope: ListQuery,
  collecting: CollectingReader,
): Promise<Collected> {
  const { reader } = collecting;
  const pods: KubeObject[] = [];
  const unread: Unread[] = [];
  const probes: RecordedProbes[] = [];
  if (names.length === 0) {
    for await (const page of source.reader.pages('pods', scope)) {
      if (page.status === 'found') pods.push(...page.value.filter(mayHavePullProblem));
      else unread.push(unreadOf('the Pods', page));
    }
    const missing =
      pods.length + unread.length === 0 ? await missingNamespace(source.reader, scope.namespace) : null;
    if (missing !== null) unread.push(missing);
  }
  for (const name of new Set(names)) {
    const wanted = kind === 'pod' ? ({ resource: 'pods', kind: 'Pod' } as const) : workloadKinds[kind];
    // the search by name may list every namespace of a file, which is no evidence
    const sought = await findObject(source.reader, { ...wanted, namespace: source.namespace, name });
    if ('unread' in sought) unread.push(sought.unread);
    else if (kind === 'pod') pods.push(sought.object);
    else {
      collecting.keep(sought.object);
      const own = await workloadPods(reader, kind, sought.object);
      if (own.status !== 'found') unread.push(unreadOf(`the Pods of ${wanted.kind} ${name}`, own));
      else if (own.value.length > 0) pods.push(...own.value);
      else await preflight(source, reader, templatesOf(sought.object));
    }
  }
  for (const pod of pods) {
    collecting.keep(pod);
    const done = await orFault(objectSaid('Pod', pod.metadata), async () =>
      source.probed(await collectPod(reader, pod, source.occasion)),
    );
    if ('unread' in done) unread.push(done.unread);
    else if (Object.keys(done.value.probes ?? {}).length > 0)
      probes.push({ pod: objectSaid('', pod.metadata).trim(), probes: done.value.probes ?? {} });
  }
  return { pods: pods.map(placeOf), unread, probes };
}
