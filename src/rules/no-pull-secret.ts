import type { Draft } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { loginSeen, only, repositorySeen } from './shared/admitted.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { attachSecret } from './shared/fixes/list-fixes.ts';
import { createSecret, freeName } from './shared/fixes/secret-fixes.ts';
import { compareName, hidesAbsence } from './shared/image-name.ts';
import { aboutLogin, isSilent, loginErrors } from './shared/labels.ts';
import { openNeighboursSay } from './shared/neighbours/near-images.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { servesOnlyOthers } from './shared/neighbours/other-images.ts';
import { candidateSays, loginsSay, passesHere, passesHereDoubt } from './shared/probe-results.ts';
import { registryHabits } from './shared/registries/habits.ts';
import { isOfficial } from './shared/registries/public-only.ts';
import { mayBeRefusedLogin, wordsSay } from './shared/sent.ts';
import { accountSource, kubeletSays, listed, podSource, registryOf, repositoryOf } from './shared/sources.ts';
import { nodeCredentials, repositoryExists } from './shared/unchecked.ts';

export default defineRule({
  id: 'no-pull-secret',
  stage: 'secrets',
  title: 'no pull secret for an image that needs a login',
  explains: loginErrors,
  proof: [
    {
      on: ['ServiceAccount', 'words'],
      since: 'neither Pod nor ServiceAccount lists a secret, and no other cause of a refusal is left',
    },
    {
      on: ['node', 'ServiceAccount', 'words'],
      since: 'the same for a registry of a cloud, where the node is of none or of another',
    },
    {
      on: ['neighbours', 'ServiceAccount', 'words'],
      since: 'the same, where a Pod that brings a secret pulled the image and none without one did',
    },
  ],
  detect(pull) {
    const { failure, simulation, preflight } = pull;
    if (simulation.kind !== 'anonymous') return null;
    // the login that was refused is the node's own, or may be
    if (wordsSay(pull) === 'yes' || mayBeRefusedLogin(pull)) return null;
    if (!preflight && (failure === null || !aboutLogin(pull))) return null;
    // a back-off tells of no refusal, and words that nobody understands may tell of anything
    if (failure !== null && isSilent(failure.error.label)) return null;
    // Docker Hub's official images are public: no login helps
    if (isOfficial(repositoryOf(pull))) return null;
    const none = simulation.readings.length === 0;
    if (!none && !servesOnlyOthers(pull)) return null;
    // what the ServiceAccount lists would serve, or may: another rule says so
    if (none && (pull.withServiceAccount?.offers.length || pull.withServiceAccount?.kind === 'undetermined'))
      return null;
    if (failure === null) return passesHere(pull) ? null : beforeAnyPull(pull);
    return afterFailure(pull);
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
      ...attachSecret(pull, secret),
    ],
    facts: { registry: registryOf(pull) },
  };
}

function afterFailure(pull: ImageContext): Draft {
  const secret = freeName(pull);
  const registry = registryOf(pull);
  const wanted = only(pull, 'login-wanted');
  const there = repositorySeen(pull);
  const seen = wanted || loginSeen(pull);
  const create = [
    createSecret(
      pull,
      secret,
      seen
        ? `create a pull secret for ${registry}`
        : `if the image is private, create a pull secret for ${registry}`,
      false,
    ),
    ...attachSecret(pull, secret),
  ] as const;
  const draft = {
    what: seen
      ? `no pull secret for \`${registry}\`, which wants a login`
      : there
        ? `no pull secret for \`${registry}\`, which refuses an anonymous pull`
        : `no pull secret for \`${registry}\`, and the repository is private or not there`,
    why: [
      { source: podSource(pull), says: podSays(pull) },
      { source: accountSource(pull), says: accountSays(pull) },
      { source: 'simulated', says: 'the kubelet pulls without credentials' },
      ...(seen || there ? [] : [{ source: 'the registry', says: hidesAbsence(pull) }]),
      ...registryHabits(pull),
      ...loginsSay(pull),
      ...candidateSays(pull, 'neighbour'),
      ...neighboursSay(pull),
      ...openNeighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: [...(seen || there ? [] : compareName(pull)), ...orExistingSecret(pull, create)],
    facts: { registry },
  } as const;
  const doubts = [...passesHereDoubt(pull), ...(seen || there ? [] : [repositoryExists]), ...unreadOf(pull)];
  const node = nodeCredentials(pull);
  const sure = wanted && doubts.length === 0 && nodeIdentity(pull) === null;
  return sure
    ? { ...draft, certainty: 'proven', unchecked: [node] }
    : { ...draft, certainty: 'likely', unchecked: [node, ...doubts] };
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
