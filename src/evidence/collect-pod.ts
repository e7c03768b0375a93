import type { PodEvidence, PodObject, SecretReference } from '../model/evidence.ts';
import { failed, mapObserved } from '../model/observed.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import { toNode } from '../objects/node.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';
import { toPod } from '../objects/pod.ts';
import { toServiceAccount } from '../objects/service-account.ts';
import { loginErrors } from '../pull-error/login-errors.ts';
import { failsByStatus, readPullState } from '../pull-error/pull-state.ts';
import { cutWords } from '../text/cut-words.ts';
import { neighboursOf, secretsToTry } from './neighbours.ts';
import { nodePlatforms, podEvents, topOwner } from './pod-reads.ts';
import { redactPod } from './redact-pod.ts';
import { mostLookups, readSecrets, secretsElsewhere } from './secrets/read-secrets.ts';
import { templateNow } from './workload/template-now.ts';

/** How the evidence was obtained. `observedAt` is RFC 3339. */
export interface Observation {
  readonly source: 'cluster' | 'file';
  readonly observedAt: string;
}

/**
 * Reads everything about one Pod that was read already. One round of parallel requests, in which
 * the other Pods of the namespace are asked for where an image fails; a second one for the secrets
 * that only the ServiceAccount or a neighbour names, for those that are absent here and may be in
 * another namespace, and for the nodes where the platform is at fault.
 */
export async function collectPod(
  reader: ObjectReader,
  object: KubeObject,
  occasion: Observation,
): Promise<PodEvidence> {
  // words are redacted once every credential is known that they may repeat
  const pod = toPod(object, cutWords);
  const { namespace } = pod;
  const read = (names: readonly string[]) => readSecrets(reader, namespace, names);
  const [events, secrets, serviceAccount, node, owner, neighbours, nodeConfig, template] = await Promise.all([
    podEvents(reader, object),
    read(pod.imagePullSecrets),
    reader.get('serviceaccounts', namespace, pod.serviceAccount),
    pod.node === null ? failed('the Pod is not scheduled') : reader.get('nodes', null, pod.node),
    topOwner(reader, pod.controller),
    pod.images.some(failsByStatus) ? neighboursOf(reader, pod) : null,
    pod.node === null || hasEnded(pod) ? undefined : reader.nodeConfig?.(pod.node),
    pod.images.some(failsByStatus) ? templateNow(reader, object, pod) : null,
  ]);
  const account = mapObserved(serviceAccount, toServiceAccount);
  const accountSecrets = account.status === 'found' ? account.value.imagePullSecrets : [];
  const missing = secrets.filter((one) => one.secret.status === 'absent').map((one) => one.name);
  const failing = failures(pod, events.status === 'found' ? events.value : []);
  const toTry = secretsToTry(
    failing.filter(({ label }) => mayWantSecret(label)).map(({ image }) => image),
    secrets,
    [...pod.imagePullSecrets, ...accountSecrets],
    neighbours?.status === 'found' ? neighbours.value.pods : [],
  );
  const [serviceAccountSecrets, elsewhere, neighbourSecrets, nodes] = await Promise.all([
    readOthers(secrets, accountSecrets, read),
    Promise.all(
      [...new Set(missing)]
        .slice(0, mostLookups)
        .map(async (name) => [name, await secretsElsewhere(reader, namespace, name)] as const),
    ),
    read(toTry),
    failing.some(({ label }) => label === 'platform-mismatch') ? nodePlatforms(reader) : null,
  ]);
  const evidence: PodEvidence = {
    pod,
    events,
    secrets,
    serviceAccount: account,
    serviceAccountSecrets,
    elsewhere: Object.fromEntries(elsewhere),
    node: mapObserved(node, toNode),
    ...(nodeConfig === undefined ? {} : { nodeConfig }),
    neighbours,
    neighbourSecrets,
    nodes,
    ...owner,
    ...(template === null ? {} : { templateNow: template }),
    ...occasion,
  };
  return redactPod(evidence, reader.findCredentials);
}

/** The secrets of a list, of which some were read already. */
async function readOthers(
  known: readonly SecretReference[],
  names: readonly string[],
  read: (names: readonly string[]) => Promise<readonly SecretReference[]>,
): Promise<readonly SecretReference[]> {
  const byName = new Map(known.toReversed().map((one) => [one.name, one]));
  const others = await read([...new Set(names)].filter((name) => !byName.has(name)));
  for (const one of others) byName.set(one.name, one);
  return names.flatMap((name) => byName.get(name) ?? []);
}

const hasEnded = ({ phase }: PodObject) => phase === 'Succeeded' || phase === 'Failed';

/**
 * A kubelet that verifies credentials says of an image that is not for this Pod what it says of one
 * that is not there.
 */
const mayWantSecret = (label: PullErrorLabel) => loginErrors.includes(label) || label === 'never-pull-policy';

/** The images that fail, by the status and these events, and what the words tell. */
const failures = (pod: PodObject, events: Parameters<typeof readPullState>[1]) =>
  pod.images.flatMap((image) => {
    const { failure } = readPullState(image, events, pod.phase);
    return failure === null ? [] : [{ image, label: failure.error.label }];
  });
