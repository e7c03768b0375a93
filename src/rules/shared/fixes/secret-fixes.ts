import type { SecretObject } from '../../../model/evidence.ts';
import { type Argument, advice, type Command, type Fix } from '../../../model/finding.ts';
import type { ObjectRef } from '../../../model/observed.ts';
import type { SecretReading } from '../../../model/pull-secret.ts';
import { unseenIn } from '../../../text/visible.ts';
import type { ImageContext } from '../../define-rule.ts';
import { registryOf, sourceOf } from '../sources.ts';
import { attachSecret } from './list-fixes.ts';

/** What to expect of a secret that is put right; nothing where there is no Pod. */
export const retryOf = ({ preflight }: Pick<ImageContext, 'preflight'>): string =>
  preflight ? '' : 'the kubelet retries by itself within 5 minutes';

/**
 * The `--docker-server` that the kubelet matches for this image; Docker Hub's is the historical
 * one.
 */
export function serverFor(pull: ImageContext): string {
  const registry = registryOf(pull);
  return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
}

function createCommand(pull: ImageContext, secret: string, server: string, username: string | null) {
  const user: Argument =
    username === null || unseenIn(username) !== null
      ? { fillIn: 'REGISTRY_USERNAME', prefix: '--docker-username=' }
      : `--docker-username=${username}`;
  return [
    'kubectl',
    'create',
    'secret',
    'docker-registry',
    secret,
    '-n',
    pull.evidence.pod.namespace,
    `--docker-server=${server}`,
    user,
    { fillIn: 'REGISTRY_PASSWORD', prefix: '--docker-password=' },
  ] as const;
}

/** Works whether the secret is there or not, and again. */
const applied = (create: Command): readonly Command[] => [
  [...create, '--dry-run=client', '-o', 'yaml'],
  ['kubectl', 'apply', '-f', '-'],
];

/**
 * Creates a pull secret that is not there. `named`: the Pod lists it already, so that nothing else
 * is to be done.
 */
export function createSecret(pull: ImageContext, secret: string, title: string, named: boolean): Fix {
  return {
    title,
    // a name of our own may be there from an earlier try
    pipeline: named
      ? [createCommand(pull, secret, serverFor(pull), null)]
      : applied(createCommand(pull, secret, serverFor(pull), null)),
    effect: 'changes',
    after: named ? retryOf(pull) : provenBy(pull, secret),
  };
}

/**
 * How to know before the Pod is changed whether the node pulls with a new secret; nothing for a
 * template, or a name that a shell would read.
 */
function provenBy({ evidence: { pod }, preflight }: ImageContext, secret: string): string {
  if (preflight || !/^[a-z0-9.-]+$/.test(`${pod.name}${pod.namespace}`)) return '';
  return `to prove it first: kubectl pullcheck verify pod ${pod.name} -n ${pod.namespace} --secret ${secret}`;
}

/** Recreates a secret of one entry under its name. */
function replaceSecret(pull: ImageContext, secret: string, username: string | null, title: string): Fix {
  const create = createCommand(pull, secret, serverFor(pull), username);
  return {
    title,
    pipeline: applied(create),
    effect: 'changes',
    after: retryOf(pull),
  };
}

/** Recreates a secret that is of no use to anyone under its name; `type` is what it has. */
export function rewriteSecret(pull: ImageContext, secret: string, type: string): Fix {
  const held = heldSecret(pull, secret);
  if (held?.maker !== undefined) return atMaker(secret, held.maker);
  if (held?.immutable === true) return deleteAndCreate(pull, secret, 'which is immutable');
  return type === 'kubernetes.io/dockerconfigjson'
    ? replaceSecret(pull, secret, null, 'recreate the secret; that replaces all its entries')
    : deleteAndCreate(pull, secret, 'whose type cannot change');
}

const heldSecret = ({ evidence }: ImageContext, name: string): SecretObject | null => {
  const { secrets, serviceAccountSecrets } = evidence;
  const held = [...secrets, ...serviceAccountSecrets].find((one) => one.name === name)?.secret;
  return held?.status === 'found' ? held.value : null;
};

/** A controller writes its secret again and again: what is wrong in it is put right there. */
const atMaker = (secret: string, maker: ObjectRef): Fix =>
  advice(
    `put it right in ${sourceOf(maker)}, which writes Secret \`${secret}\` and would undo a change of the secret itself`,
  );

function deleteAndCreate(pull: ImageContext, secret: string, why: string): Fix {
  return {
    title: `delete the secret, ${why}, and create it again; that replaces all its entries`,
    pipeline: [
      [...createCommand(pull, secret, serverFor(pull), null), '--dry-run=client', '-o', 'yaml'],
      ['kubectl', 'replace', '--force', '-f', '-'],
    ],
    effect: 'deletes',
    after: retryOf(pull),
  };
}

/** A second secret beside those that the Pod lists, and its name appended to the list. */
export function addSecret(pull: ImageContext, username: string | null, title: string): readonly Fix[] {
  const secret = freeName(pull);
  const create: Fix = {
    title,
    pipeline: applied(createCommand(pull, secret, serverFor(pull), username)),
    effect: 'changes',
    after: provenBy(pull, secret),
  };
  return [create, ...attachSecret(pull, secret)];
}

/**
 * The way to give a secret another entry: where it is written by a controller, there; in place
 * where it has just this one, else a second secret, since `kubectl create secret` can write one
 * entry only and neither the type of a Secret nor an immutable one can change.
 */
export function correctEntry(
  pull: ImageContext,
  reading: SecretReading,
  username: string | null,
  title: string,
): readonly Fix[] {
  const held = heldSecret(pull, reading.secret);
  if (held?.maker !== undefined) return [atMaker(reading.secret, held.maker)];
  const inPlace =
    held?.immutable !== true &&
    reading.kind === 'usable' &&
    reading.type === 'kubernetes.io/dockerconfigjson' &&
    reading.entries.length <= 1;
  return inPlace ? [replaceSecret(pull, reading.secret, username, title)] : addSecret(pull, username, title);
}

/** Leaves room for prefix and suffix in the 253 characters of a name. */
const longest = 200;

/** A name for a new pull secret that the Pod does not list yet. */
export function freeName(pull: ImageContext): string {
  const taken = new Set([
    ...pull.evidence.secrets.map((one) => one.name),
    ...pull.evidence.serviceAccountSecrets.map((one) => one.name),
  ]);
  const base = `pull-${registryOf(pull)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-|-$/g, '')}`;
  let name = base;
  for (let suffix = 2; taken.has(name); suffix++) name = `${base}-${suffix}`;
  return name;
}
