import { advice, type Draft, type Fix } from '../model/finding.ts';
import type { Offer } from '../model/simulation.ts';
import { answersLogin } from '../pull-error/login-errors.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { only } from './shared/admitted.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { addSecret, correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { aboutLogin, loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers, userOf } from './shared/offers.ts';
import { everyLogin, loginsSay, passesHereDoubt } from './shared/probe-results.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, listed, podSource, registryOf } from './shared/sources.ts';
import { outsideItsTime } from './shared/tokens/token-life.ts';
import { otherProjects, tokensSay } from './shared/tokens/token-says.ts';
import { nodeCredentials, repositoryExists, unreadSecrets } from './shared/unchecked.ts';
import { untriedOffers } from './shared/untried.ts';

/**
 * 401: the login itself was refused. Where the login passed and the permission did not,
 * credential-lacks-access speaks.
 */
const refusals = ['unauthorized-bad-credentials', 'unauthorized-no-credentials'];

export default defineRule({
  id: 'credential-rejected',
  stage: 'credentials',
  title: 'credential that the registry refuses',
  explains: loginErrors,
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: 'an entry matches and was sent, and no other cause of a refusal is left',
    },
    { on: ['registry', 'secrets'], since: 'asked with each login that the node sends, it refuses them' },
  ],
  detect(pull) {
    const { failure } = pull;
    if (isOfNode(pull)) return fromNode(pull);
    if (failure === null || !aboutLogin(pull)) return null;
    // one more request told the login from the right
    const refusedHere = everyLogin(pull, 'login-refused');
    if (!refusedHere && !refusals.includes(failure.error.label)) return null;
    if (everyLogin(pull, 'no-right')) return null;
    // the words prove that nothing was sent: what matches now was not there at the time
    if (failure.error.credentialSent === 'no') return null;
    const offers = secretOffers(pull);
    const [first, ...rest] = offers;
    if (first === undefined) return fromWords(pull);
    // it was written since, and never tried
    if (untriedOffers(pull).length > 0 && !refusedHere) return null;
    const secrets = [...new Set(offers.map((offer) => offer.secret))];
    const quoted = listed(secrets.map((name) => `\`${name}\``));
    const says = (offer: Offer) =>
      entrySays(pull, offer, `${userOf(offer)}, password of ${offer.entry.facts.passwordLength} characters`);
    const renew = `recreate the secret for ${serverFor(pull)} with a password or token that is valid now`;
    const draft = {
      what: `\`${registryOf(pull)}\` refuses the credential in pull secret ${quoted}`,
      why: [
        says(first),
        ...rest.map(says),
        ...tokensSay(pull, offers, false),
        offering(pull),
        ...loginsSay(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: correctEntry(pull, first.reading, first.entry.username, renew),
      facts: { secrets, attempts: failure.error.attempts.length },
      settled: refusedHere,
    } as const;
    const beside = [...besidesOffers(pull), ...otherProjects(pull, offers)] as const;
    // a rule that names how it went stale speaks first where this one is no surer
    const stale = offers.some((offer) => outsideItsTime(pull, offer) !== null);
    const doubts = [
      ...passesHereDoubt(pull),
      ...(refusedHere || only(pull, 'login-refused') ? [] : [repositoryExists]),
      ...(stale ? ['whether it was refused for its age'] : []),
      ...beside,
    ];
    const sure = doubts.length === beside.length && unreadSecrets(pull).length === 0;
    return sure
      ? { ...draft, certainty: 'proven', unchecked: beside }
      : { ...draft, certainty: 'likely', unchecked: [doubts[0] ?? beside[0], ...doubts.slice(1)] };
  },
});

/**
 * Secrets that could not be read: the words alone may still prove that a credential was sent and
 * refused.
 */
function fromWords(pull: ImageContext) {
  const [unread, ...rest] = unreadSecrets(pull);
  if (pull.failure?.error.credentialSent !== 'yes' || unread === undefined) return null;
  return {
    certainty: 'likely',
    unchecked: [unread, ...rest],
    what: `\`${registryOf(pull)}\` refuses the credential that the kubelet sends`,
    why: [
      {
        source: podSource(pull),
        says: `lists ${listed(pull.evidence.secrets.map((one) => `\`${one.name}\``))}`,
      },
      ...neighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: [],
    facts: { secrets: pull.evidence.secrets.map((one) => one.name) },
  } as const;
}

/**
 * No pull secret matches, and the words prove that a credential was sent: it came from the node. On
 * a cloud node-identity-lacks-access says so.
 */
const isOfNode = (pull: ImageContext) =>
  pull.failure !== null &&
  loginErrors.includes(pull.failure.error.label) &&
  answersLogin(pull.failure.error) &&
  pull.simulation.kind === 'anonymous' &&
  wordsSay(pull) === 'yes' &&
  !nodeIdentity(pull)?.node;

function fromNode(pull: ImageContext): Draft {
  const registry = registryOf(pull);
  const node = pull.evidence.pod.node ?? 'the node';
  return {
    certainty: 'likely',
    unchecked: [nodeCredentials(pull), 'whether a pull secret was there at the last attempt that is not now'],
    what: `\`${registry}\` refuses a login that no pull secret gives: one of ${node}`,
    why: [
      {
        source: 'simulated',
        says: `no pull secret matches, and a credential was sent: it is of ${node} (its config.json, a credential provider plugin)`,
      },
      ...neighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: [
      advice(
        `have the kubelet's own credentials for ${registry} on ${node} renewed: its credential provider plugin (its errors are in the kubelet's log alone) or config.json`,
      ),
      ...inPlaceOfNode(pull),
    ],
    facts: { secrets: [], attempts: pull.failure?.error.attempts.length ?? 0 },
  };
}

/** The kubelet tries the Pod's secrets before the credentials of the node. */
function inPlaceOfNode(pull: ImageContext): readonly Fix[] {
  const [create, ...attach] = addSecret(
    pull,
    null,
    `create a pull secret for ${registryOf(pull)}, which the kubelet tries before the login of the node`,
  );
  return create === undefined ? [] : [{ ...create, alternative: true }, ...attach];
}
