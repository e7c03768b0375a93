import type { MisplacedPullSecrets, PodEvidence } from '../model/evidence.ts';
import { found, type ObjectRef } from '../model/observed.ts';
import { type Fields, fields, names, text } from '../objects/fields.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';
import { collectPod, type Observation } from './collect-pod.ts';

/**
 * The evidence for a Pod that a template would make: as admission does, a Pod without pull secrets
 * of its own gets its ServiceAccount's list (plugin/pkg/admission/serviceaccount). Nothing was
 * pulled yet, so there are no events to ask for.
 */
export async function collectTemplate(
  reader: ObjectReader,
  template: Fields,
  owner: ObjectRef,
  occasion: Observation,
  misplaced: readonly MisplacedPullSecrets[] = [],
): Promise<PodEvidence> {
  const spec = fields(template['spec']);
  const namespace = owner.namespace ?? 'default';
  const account = text(spec['serviceAccountName']) || text(spec['serviceAccount']) || 'default';
  const injected =
    names(spec['imagePullSecrets']).length === 0
      ? await accountList(reader, namespace, account)
      : spec['imagePullSecrets'];
  const pod: KubeObject = {
    kind: 'Pod',
    metadata: { name: owner.name, namespace },
    spec: { ...spec, nodeName: undefined, imagePullSecrets: injected },
  };
  const evidence = await collectPod(withoutEvents(reader), pod, occasion);
  return {
    ...evidence,
    owner,
    pod: misplaced.length === 0 ? evidence.pod : { ...evidence.pod, misplaced },
  };
}

async function accountList(reader: ObjectReader, namespace: string, name: string): Promise<unknown> {
  const account = await reader.get('serviceaccounts', namespace, name);
  return account.status === 'found' ? account.value['imagePullSecrets'] : [];
}

const withoutEvents = (reader: ObjectReader): ObjectReader => ({
  ...reader,
  list: async (resource, query) => (resource === 'events' ? found([]) : reader.list(resource, query)),
});
