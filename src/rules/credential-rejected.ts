import type { Offer } from '../model/simulation.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { only } from './shared/admitted.ts';
import { correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { aboutLogin, loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbours.ts';
import { besidesOffers, entrySays, offering, secretOffers, userOf } from './shared/offers.ts';
import { everyLogin, loginsSay, passesHereDoubt } from './shared/probe.ts';
import { kubeletSays, listed, podSource, registryOf } from './shared/sources.ts';
import { outsideItsTime } from './shared/tokens/token-life.ts';
import { otherProjects, tokensSay } from './shared/tokens/token-says.ts';
import { repositoryExists, unreadSecrets } from './shared/unchecked.ts';
import { untriedOffers } from './shared/untried.ts';

/** 401: the login itself was refused. Where the login passed and the permission did not, credential-lacks-access speaks. */
const refusals = ['unauthorized-bad-credentials', 'unauthorized-no-credentials'];

export default defineRule({
  id: 'credential-rejected',
  stage: 'credentials',
  title: 'credential that the registry refuses',
  explains: loginErrors,
  detect(pull) {
    const { failure } = pull;
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
    const reading = pull.simulation.readings[first.secretIndex];
    const secrets = [...new Set(offers.map((offer) => offer.secret))];
    const quoted = listed(secrets.map((name) => `\`${name}\``));
    const says = (offer: Offer) =>
      entrySays(pull, offer, `${userOf(offer)}, password of ${offer.entry.facts.passwordLength} characters`);
    const renew = `write the entry for ${serverFor(pull)} with a password or token that is valid now`;
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
      fixes: reading === undefined ? [] : correctEntry(pull, reading, first.entry.username, renew),
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

/** Secrets that could not be read: the words alone may still prove that a credential was sent and refused. */
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
