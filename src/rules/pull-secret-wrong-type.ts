import type { SecretReading } from '../model/pull-secret.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { addSecret, correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { besidesOffers, withoutIt } from './shared/offers.ts';
import { kubeletSays, podSource, secretSource } from './shared/sources.ts';

const readable =
  'the kubelet reads kubernetes.io/dockerconfigjson with key .dockerconfigjson, and kubernetes.io/dockercfg with key .dockercfg';

export default defineRule({
  id: 'pull-secret-wrong-type',
  stage: 'secrets',
  title: 'pull secret that the kubelet ignores',
  explains: loginErrors,
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: 'the kubelet ignores its type, key or form, and the registry refused the pull',
    },
  ],
  detect(pull) {
    const { simulation } = pull;
    const reading = simulation.readings.find(isUnread);
    if (reading === undefined) return null;
    const user = reading.entries.length === 1 ? (reading.entries[0]?.username ?? null) : null;
    return {
      certainty: 'proven',
      unchecked: besidesOffers(pull),
      atMost: simulation.offers.length > 0 ? 'warning' : undefined,
      what: `the kubelet ignores pull secret \`${reading.secret}\`: ${short(reading)}`,
      why: [
        { source: podSource(pull), says: `names \`${reading.secret}\` in spec.imagePullSecrets` },
        { source: secretSource(pull, reading.secret), says: long(reading) },
        { source: 'simulated', says: readable },
        { source: 'simulated', says: withoutIt(pull) },
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: orExistingSecret(
        pull,
        reading.kind === 'usable'
          ? correctEntry(pull, reading, user, `recreate the secret for ${serverFor(pull)}`)
          : addSecret(
              pull,
              user,
              `${reading.why === 'type' ? 'the type of a Secret cannot change: create' : 'create'} a second one for ${serverFor(pull)}`,
            ),
      ),
      facts: { secret: reading.secret, type: reading.type, keys: keysOf(pull, reading.secret) },
    };
  },
});

type Unread = Extract<SecretReading, { kind: 'ignored' | 'usable' }>;

const isUnread = (reading: SecretReading): reading is Unread =>
  reading.kind === 'ignored' ||
  (reading.kind === 'usable' && (reading.otherForm || reading.entries.length === 0));

function short(reading: Unread): string {
  if (reading.kind === 'usable')
    return reading.otherForm ? 'its content has the form of the other type' : 'it holds no entries';
  if (reading.why === 'type') return `its type is ${reading.type}`;
  return reading.why === 'key'
    ? `it lacks the key ${reading.expectedKey}`
    : `its ${reading.expectedKey} is empty`;
}

function long(reading: Unread): string {
  if (reading.kind === 'usable' && !reading.otherForm) {
    const helpers = reading.helpers
      ? '; credsStore or credHelpers in it name a program on the machine where the file was copied, which the kubelet does not run'
      : '';
    return `has type ${reading.type} and no entries${helpers}`;
  }
  if (reading.kind === 'usable') {
    const form =
      reading.type === 'kubernetes.io/dockercfg'
        ? 'an `auths` object'
        : 'entries without `auths` around them';
    return `has type ${reading.type}, but its content has ${form}`;
  }
  const keys =
    reading.keys.length === 0
      ? 'no keys'
      : `the ${reading.keys.length === 1 ? 'key' : 'keys'} ${reading.keys.join(', ')}`;
  return `has type ${reading.type} and ${keys}`;
}

function keysOf({ evidence }: ImageContext, name: string): readonly string[] {
  const secret = evidence.secrets.find((one) => one.name === name)?.secret;
  return secret?.status === 'found' ? secret.value.keys : [];
}
