import { redactWords } from '../../kubelet/redact-words.ts';
import type { PodsRefused } from '../../model/evidence.ts';
import { toEvent } from '../../objects/event.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader } from '../../objects/object-reader.ts';
import type { Workload } from './kinds.ts';
import { makersOf } from './workload-pods.ts';

/**
 * What the API server said when a controller wanted to make a workload's Pods and was refused; null
 * where nothing tells of that. Controllers write it into the condition ReplicaFailure (Deployment,
 * ReplicaSet) and into events FailedCreate of what makes the Pods.
 */
export async function podsRefused(
  reader: ObjectReader,
  workload: Workload,
  object: KubeObject,
): Promise<PodsRefused | null> {
  const makers = [...(await makersOf(reader, workload, object)), object];
  const told = await Promise.all(makers.map((maker) => refusalEvent(reader, maker)));
  return told.find((one) => one !== null) ?? makers.map(refusalCondition).find((one) => one !== null) ?? null;
}

async function refusalEvent(reader: ObjectReader, maker: KubeObject): Promise<PodsRefused | null> {
  const { name, namespace = 'default', uid } = maker.metadata;
  const fieldSelector = [
    `involvedObject.kind=${maker.kind ?? ''}`,
    `involvedObject.name=${name}`,
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',');
  const events = await reader.list('events', { namespace, fieldSelector });
  if (events.status !== 'found') return null;
  const last = events.value
    .map((event) => toEvent(event))
    .filter(({ reason }) => reason === 'FailedCreate')
    .toSorted((a, b) => (Date.parse(a.lastSeen ?? '') || 0) - (Date.parse(b.lastSeen ?? '') || 0))
    .at(-1);
  return last === undefined ? null : { by: refOf(maker), message: last.message, at: last.lastSeen };
}

function refusalCondition(maker: KubeObject): PodsRefused | null {
  const condition = list(fields(maker['status'])['conditions'])
    .map(fields)
    .find(
      ({ type, status, reason }) =>
        type === 'ReplicaFailure' && status === 'True' && reason === 'FailedCreate',
    );
  if (condition === undefined) return null;
  const at = text(condition['lastTransitionTime']);
  return { by: refOf(maker), message: redactWords(text(condition['message'])), at: at === '' ? null : at };
}

const refOf = ({ kind = 'Object', metadata: { namespace = 'default', name } }: KubeObject) => ({
  kind,
  namespace,
  name,
});
