import type { Offer } from '../model/simulation.ts';
import { type Case, defineRule } from './define-rule.ts';
import { ecrTokenHours, secretAge } from './words/age.ts';
import { loginErrors } from './words/labels.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './words/offers.ts';
import { correctEntry, serverFor } from './words/secret-fixes.ts';
import { kubeletSays, podSource } from './words/sources.ts';

export default defineRule({
  id: 'credential-expired',
  stage: 'credentials',
  title: 'expired credential',
  explains: [...loginErrors, 'ecr-token-expired', 'registry-4xx-other'],
  refines: ['credential-rejected', 'credential-lacks-access'],
  detect(pull) {
    const offers = secretOffers(pull);
    for (const offer of offers) {
      const expiry = expired(pull, offer);
      if (expiry !== null) return finding(pull, offer, expiry);
    }
    if (pull.failure?.error.label !== 'ecr-token-expired') return null;
    const [first] = offers;
    if (first !== undefined) {
      return finding(pull, first, {
        sure: true,
        says: 'the registry says that its token has expired',
        at: null,
      });
    }
    return {
      certainty: 'likely',
      unchecked: besidesOffers(pull),
      what: 'the registry says that the token it was sent has expired',
      why: [
        { source: podSource(pull), says: 'no pull secret that was read matches the image' },
        ...kubeletSays(pull),
      ],
      fixes: [],
      facts: {},
    };
  },
});

interface Expiry {
  readonly sure: boolean;
  readonly says: string;
  readonly at: string | null;
}

/** A token tells its own end (JWT `exp`, ECR `expiration`); an ECR token without one ends 12 hours after it was made. */
function expired(pull: Case, offer: Offer): Expiry | null {
  const { facts } = offer.entry;
  const now = Date.parse(pull.evidence.pod.observedAt);
  if (facts.expiresAt !== null) {
    return Date.parse(facts.expiresAt) <= now
      ? { sure: true, says: `the token's own end was ${facts.expiresAt}`, at: facts.expiresAt }
      : null;
  }
  if (!facts.ecrUser) return null;
  const age = secretAge(pull, offer.secret);
  if (age === null || age.hours < ecrTokenHours) return null;
  return {
    sure: age.ofData,
    says: `an ECR token (user AWS) lives ${ecrTokenHours} hours; ${age.ofData ? 'this one was written' : 'the Secret was created'} ${Math.floor(age.hours)} hours ago`,
    at: null,
  };
}

function finding(pull: Case, offer: Offer, expiry: Expiry) {
  const reading = pull.simulation.readings[offer.secretIndex];
  const ecr = offer.entry.facts.ecrUser;
  const draft = {
    what: `the credential for \`${offer.entry.location}\` in pull secret \`${offer.secret}\` has expired`,
    why: [entrySays(pull, offer, expiry.says), offering(pull), ...kubeletSays(pull)],
    fixes:
      reading === undefined
        ? []
        : correctEntry(
            pull,
            reading,
            offer.entry.username,
            ecr
              ? `write a fresh token for ${serverFor(pull)} (aws ecr get-login-password), and let something renew it every ${ecrTokenHours} hours`
              : `write a fresh token for ${serverFor(pull)}`,
          ),
    facts: { secret: offer.secret, entry: offer.entry.location, expiredAt: expiry.at, ecr },
  } as const;
  const unchecked = besidesOffers(pull);
  return expiry.sure
    ? ({ ...draft, certainty: 'proven', unchecked } as const)
    : ({
        ...draft,
        certainty: 'likely',
        unchecked: ['whether the Secret was written again after its creation', ...unchecked],
      } as const);
}
