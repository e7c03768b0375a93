import type { PodEvent, PodEvidence, SecretObject, SecretReference } from '../model/evidence.ts';
import { failed, found, type ObjectRef, type Observed } from '../model/observed.ts';
import type { KubeObject, ObjectReader, Resource } from './object-reader.ts';
import { subject, toEvent } from './objects/event.ts';
import { toNode } from './objects/node.ts';
import { controllerOf, toPod } from './objects/pod.ts';
import { toSecret } from './objects/secret.ts';
import { toServiceAccount } from './objects/service-account.ts';

/** How the evidence was obtained. `observedAt` is RFC 3339. */
export interface Occasion {
  readonly source: 'cluster' | 'file';
  readonly observedAt: string;
}

/**
 * Reads everything about one Pod that was read already. One round of parallel requests; a second one for the secrets that only the
 * ServiceAccount names and for those that are absent here and may be in another namespace.
 */
export async function collectPod(
  reader: ObjectReader,
  object: KubeObject,
  occasion: Occasion,
): Promise<PodEvidence> {
  const pod = toPod(object);
  const { namespace } = pod;
  const secret = async (name: string): Promise<SecretReference> => ({
    name,
    secret: map(await reader.get('secrets', namespace, name), toSecret),
  });
  const [events, secrets, serviceAccount, node, owner] = await Promise.all([
    podEvents(reader, object),
    Promise.all(pod.imagePullSecrets.map(secret)),
    reader.get('serviceaccounts', namespace, pod.serviceAccount),
    pod.node === null ? failed('the Pod is not scheduled') : reader.get('nodes', null, pod.node),
    topOwner(reader, pod.controller),
  ]);
  const account = map(serviceAccount, toServiceAccount);
  const accountSecrets = account.status === 'found' ? account.value.imagePullSecrets : [];
  const missing = secrets.filter((one) => one.secret.status === 'absent').map((one) => one.name);
  const [serviceAccountSecrets, elsewhere] = await Promise.all([
    Promise.all(accountSecrets.map(async (name) => secrets.find((one) => one.name === name) ?? secret(name))),
    Promise.all(
      [...new Set(missing)].map(
        async (name) => [name, await elsewhereNamed(reader, namespace, name)] as const,
      ),
    ),
  ]);
  return {
    pod,
    events: map(events, (all) => byTime(all.map(toEvent))),
    secrets,
    serviceAccount: account,
    serviceAccountSecrets,
    elsewhere: Object.fromEntries(elsewhere),
    node: map(node, toNode),
    owner,
    ...occasion,
  };
}

function map<A, B>(observed: Observed<A>, convert: (value: A) => B): Observed<B> {
  return observed.status === 'found' ? found(convert(observed.value)) : observed;
}

/** The order in which one attempt's events happen; their times have whole seconds and often tie. */
const steps = ['Pulling', 'Failed', 'BackOff', 'Pulled'];

const byTime = (events: readonly PodEvent[]) =>
  events.toSorted(
    (a, b) =>
      (Date.parse(a.lastSeen ?? '') || 0) - (Date.parse(b.lastSeen ?? '') || 0) ||
      steps.indexOf(a.reason) - steps.indexOf(b.reason),
  );

async function podEvents(reader: ObjectReader, pod: KubeObject): Promise<Observed<readonly KubeObject[]>> {
  const { name, namespace = 'default', uid } = pod.metadata;
  const fieldSelector = [
    'involvedObject.kind=Pod',
    `involvedObject.name=${name}`,
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',');
  const events = await reader.list('events', { namespace, fieldSelector });
  return map(events, (all) => all.filter((event) => isAbout(event, name, uid)));
}

const isAbout = (event: KubeObject, name: string, uid: string | undefined) => {
  const about = subject(event);
  const sameUid = uid === undefined || about['uid'] === undefined || about['uid'] === uid;
  return about['kind'] === 'Pod' && about['name'] === name && sameUid;
};

async function elsewhereNamed(
  reader: ObjectReader,
  namespace: string,
  name: string,
): Promise<Observed<readonly SecretObject[]>> {
  const secrets = await reader.list('secrets', { namespace: null, fieldSelector: `metadata.name=${name}` });
  return map(secrets, (all) =>
    all.map(toSecret).filter((one) => one.name === name && one.namespace !== namespace),
  );
}

/** Controllers that are owned themselves; the owner above them is the one that a user restarts. */
const intermediate: Readonly<Record<string, Resource>> = { ReplicaSet: 'replicasets', Job: 'jobs' };

async function topOwner(reader: ObjectReader, controller: ObjectRef | null): Promise<ObjectRef | null> {
  if (controller === null) return null;
  const resource = intermediate[controller.kind];
  if (resource === undefined) return controller;
  const read = await reader.get(resource, controller.namespace ?? null, controller.name);
  return read.status === 'found' ? (controllerOf(read.value) ?? controller) : controller;
}
