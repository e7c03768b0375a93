import type { Connection } from '../../api-client/connect.ts';
import {
  afterRefusal,
  isLeftover,
  managedBy,
  type VerifyPlan,
  verifyPod,
} from '../../evidence/verify/verify-pod.ts';
import type { Command, Fix } from '../../model/finding.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { type ConnectionFlags, fixCommand } from '../../report/shell.ts';
import { storableFix } from '../../rules/shared/fixes/storable.ts';
import { liveReader } from '../../sources/cluster/live-reader.ts';
import { type Created, createPod, type Deleted, deletePod } from '../../sources/cluster/pod-writer.ts';
import { writeLine } from '../write-line.ts';

/** Creates the Pod; once more in the way that an admission asks for. */
export async function create(
  connection: Connection,
  first: VerifyPlan,
  dryRun: boolean,
): Promise<{ readonly created: Created; readonly plan: VerifyPlan }> {
  for (let plan = first; ; ) {
    const created = await createPod(connection, verifyPod(plan), dryRun);
    const next = created.kind === 'refused' ? afterRefusal(plan, created.says) : null;
    if (next === null) return { created: ours(await lookAgain(connection, plan, created), plan), plan };
    plan = next;
  }
}

/** Where no answer came the Pod may have been created nevertheless: its name is ours alone. */
async function lookAgain(connection: Connection, plan: VerifyPlan, created: Created): Promise<Created> {
  if (created.kind !== 'unknown') return created;
  const read = await liveReader(connection).get('pods', plan.namespace, plan.name);
  return read.status === 'found' ? { kind: 'created', pod: read.value } : created;
}

/** Only the Pod that was asked for is watched and deleted, whatever the answer names. */
function ours(created: Created, { namespace, name }: VerifyPlan): Created {
  if (created.kind !== 'created') return created;
  const { metadata } = created.pod;
  return metadata.name === name && metadata.namespace === namespace
    ? created
    : {
        kind: 'unknown',
        says: `the API server answers with another Pod, ${metadata.namespace}/${metadata.name}`,
      };
}

type NotCreated = Exclude<Created, { readonly kind: 'created' }>;

/** Why the Pod could not be created, and what to do about that. */
export function whyNot(
  { kind, says }: NotCreated,
  { namespace, name }: VerifyPlan,
  connection: ConnectionFlags,
): string {
  if (kind === 'forbidden') {
    const check = commandOf(
      ['kubectl', 'auth', 'can-i', 'create', 'pods', '-n', namespace],
      'reads',
      connection,
    );
    return `could not try the pull: create pods in namespace ${namespace} is forbidden to you${says === '' ? '' : `: ${says}`} (see: ${check})`;
  }
  if (kind === 'unknown')
    return `could not try the pull: ${says}; if the Pod was created nevertheless, this removes it: ${deleteCommand(namespace, name, connection)}`;
  return `could not try the pull: the verify Pod was refused: ${says}`;
}

/** The command that deletes the Pod, for the user to run. */
export const deleteCommand = (namespace: string, name: string, connection: ConnectionFlags) =>
  commandOf(['kubectl', 'delete', 'pod', name, '-n', namespace], 'deletes', connection);

/** A command, or why there is none: the namespace comes from an answer of the API server. */
function commandOf(command: Command, effect: Fix['effect'], connection: ConnectionFlags): string {
  const fix = storableFix({ title: '', pipeline: [command], effect, after: '' });
  return fixCommand(fix, connection) ?? fix.after;
}

/** Deletes the Pod; where that fails, says how to. */
export async function remove(
  connection: Connection,
  { metadata }: KubeObject,
  flags: ConnectionFlags,
): Promise<'deleted' | 'left'> {
  const { namespace = 'default', name, uid = '' } = metadata;
  const deleted: Deleted = await deletePod(connection, { namespace, name, uid });
  if (typeof deleted === 'string') return 'deleted';
  writeLine(
    `Pod ${namespace}/${name} could not be deleted: ${deleted.problem}; it ends by itself, and this removes it: ${deleteCommand(namespace, name, flags)}`,
  );
  return 'left';
}

/**
 * Deletes what killed runs left in the namespace, each by its uid. That nothing may be listed is no
 * hindrance.
 */
export async function removeLeftovers(connection: Connection, namespace: string): Promise<void> {
  const labelSelector = Object.entries(managedBy)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await liveReader(connection).list('pods', { namespace, labelSelector });
  if (pods.status !== 'found') return;
  for (const pod of pods.value.filter((one) => isLeftover(one, Date.now())))
    await deletePod(connection, { namespace, name: pod.metadata.name, uid: pod.metadata.uid ?? '' });
}
