import type { PullFailure } from '../model/diagnosis.ts';
import type { Draft } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { attachSecret } from './shared/fixes/owner-fixes.ts';
import { createSecret, freeName } from './shared/fixes/secret-fixes.ts';
import { aboutLogin, isSilent, loginErrors } from './shared/labels.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { neighboursSay } from './shared/neighbours/neighbours.ts';
import { servesOnlyOthers } from './shared/neighbours/other-images.ts';
import { wordsSay } from './shared/sent.ts';
import { accountSource, kubeletSays, listed, podSource, registryOf, repositoryOf } from './shared/sources.ts';
import { nodeCredentials, repositoryExists } from './shared/unchecked.ts';

export default defineRule({
  id: 'no-pull-secret',
  stage: 'secrets',
  title: 'no pull secret for an image that needs a login',
  explains: loginErrors,
  detect(pull) {
    const { failure, simulation, preflight } = pull;
    if (simulation.kind !== 'anonymous') return null;
    if (!preflight && (failure === null || !aboutLogin(failure.error))) return null;
    // words that are there and tell of something else are no refusal
    if (failure?.error.label === 'unknown' && !failure.error.cut) return null;
    // Docker Hub's official images are public: no login helps
    if (repositoryOf(pull).startsWith('docker.io/library/')) return null;
    const none = simulation.readings.length === 0;
    if (!none && !servesOnlyOthers(pull)) return null;
    // what the ServiceAccount lists would serve, or may: another rule says so
    if (none && (pull.withServiceAccount?.offers.length || pull.withServiceAccount?.kind === 'undetermined'))
      return null;
    return failure === null ? beforeAnyPull(pull) : afterFailure(pull, failure);
  },
});

/** Nobody has asked the registry yet: a public image needs no secret. */
function beforeAnyPull(pull: ImageContext): Draft {
  const secret = freeName(pull);
  return {
    certainty: 'likely',
    unchecked: ['whether the image is public: the registry was not asked', nodeCredentials(pull)],
    atMost: 'info',
    what: `no pull secret for \`${registryOf(pull)}\`: the kubelet would pull without credentials`,
    why: [
      { source: podSource(pull), says: podSays(pull) },
      { source: accountSource(pull), says: accountSays(pull) },
    ],
    fixes: [
      createSecret(pull, secret, `create a pull secret for ${registryOf(pull)} if it wants a login`, false),
      attachSecret(pull, secret),
    ],
    facts: { registry: registryOf(pull) },
  };
}

function afterFailure(pull: ImageContext, failure: PullFailure): Draft {
  const secret = freeName(pull);
  const sent = wordsSay(pull) === 'yes';
  const draft = {
    what: `no pull secret for \`${registryOf(pull)}\`, which wants a login`,
    why: [
      { source: podSource(pull), says: podSays(pull) },
      { source: accountSource(pull), says: accountSays(pull) },
      {
        source: 'simulated',
        says: sent
          ? 'no pull secret gives a credential: the one that the words speak of is of the node'
          : 'the kubelet pulls without credentials',
      },
      ...neighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: orExistingSecret(pull, [
      createSecret(pull, secret, `create a pull secret for ${registryOf(pull)}`, false),
      attachSecret(pull, secret),
    ]),
    facts: { registry: registryOf(pull) },
  } as const;
  const doubts = [...lostWords(pull), ...unreadOf(pull)];
  const ambiguous = failure.error.label === 'repository-or-access-denied-ambiguous' ? [repositoryExists] : [];
  const node = nodeCredentials(pull);
  // where the node logs in by itself, as on a cloud, a Pod needs no secret
  if (nodeIdentity(pull) !== null)
    return { ...draft, certainty: 'likely', unchecked: [node, ...doubts, ...ambiguous] };
  const [first, ...rest] = [...doubts, node, ...ambiguous] as const;
  return sent || doubts.length > 0
    ? { ...draft, certainty: 'likely', unchecked: [first ?? node, ...rest] }
    : { ...draft, certainty: 'proven', unchecked: [node, ...ambiguous] };
}

function lostWords({ failure }: ImageContext): readonly string[] {
  if (failure === null || !isSilent(failure.error.label)) return [];
  return failure.error.label === 'unknown'
    ? ['the words of the failed pull, which tell no cause']
    : ['the words of the failed pull, which no event and no status holds any more'];
}

/** What of the ServiceAccount's side could not be read: itself, or a secret that it lists. */
function unreadOf(pull: ImageContext): readonly string[] {
  const { status } = pull.evidence.serviceAccount;
  if (status === 'denied' || status === 'failed') return [`${accountSource(pull)}, which could not be read`];
  return pull.withServiceAccount?.kind === 'undetermined'
    ? [`the secrets that ${accountSource(pull)} lists, which could not all be read`]
    : [];
}

function podSays({ simulation, image }: ImageContext): string {
  const names = simulation.readings.map((reading) => `\`${reading.secret}\``);
  return names.length === 0
    ? 'lists no imagePullSecrets'
    : `lists ${listed(names)}, whose entries serve other images of the Pod, none of them ${image.image}`;
}

function accountSays({ evidence, withServiceAccount }: ImageContext): string {
  const account = evidence.serviceAccount;
  if (account.status === 'denied') return 'could not be read: get serviceaccounts is forbidden to you';
  if (account.status === 'failed') return `could not be read: ${account.problem}`;
  if (account.status === 'absent') return 'is not there';
  const names = account.value.imagePullSecrets;
  if (names.length === 0) return 'lists no imagePullSecrets either';
  const serve =
    withServiceAccount?.kind === 'undetermined'
      ? 'which could not all be read'
      : 'none of which serves this image';
  return `lists ${listed(names.map((name) => `\`${name}\``))}, ${serve}`;
}
