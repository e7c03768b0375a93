import { certaintyWith, type Draft } from '../model/finding.ts';
import type { SecretOffer } from '../model/simulation.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './shared/offers.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, podSource } from './shared/sources.ts';
import { ecrTokenHours } from './shared/tokens/secret-age.ts';
import { type Outside, outsideItsTime } from './shared/tokens/token-life.ts';

export default defineRule({
  id: 'credential-expired',
  stage: 'credentials',
  title: 'credential outside its time of validity',
  explains: [...loginErrors, 'ecr-token-expired', 'registry-4xx-other'],
  refines: ['credential-rejected', 'credential-lacks-access'],
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since:
        'the token tells its own end, or is of ECR and older than its 12 hours, and was there at the attempt that was refused',
    },
  ],
  detect(pull) {
    const offers = secretOffers(pull);
    for (const offer of offers) {
      const outside = outsideItsTime(pull, offer);
      if (outside !== null) return finding(pull, offer, outside);
    }
    if (pull.failure?.error.label !== 'ecr-token-expired') return null;
    const [first] = offers;
    if (first !== undefined) {
      return finding(pull, first, {
        state: 'has expired',
        says: 'the registry says that its token has expired',
        at: null,
        doubts: [],
      });
    }
    return {
      certainty: 'likely',
      unchecked: besidesOffers(pull),
      what: 'the registry says that the token it was sent has expired',
      why: [
        { source: podSource(pull), says: 'no pull secret that was read matches the image' },
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: [],
      facts: {},
    };
  },
});

function finding(pull: ImageContext, offer: SecretOffer, outside: Outside): Draft {
  const { ecrUser: ecr, notBefore, wantedUser } = offer.entry.facts;
  const username = wantedUser ?? offer.entry.username;
  const early = outside.state === 'is not valid yet';
  const renew = early
    ? `write a token for ${serverFor(pull)} that is valid now, or wait until ${notBefore}`
    : ecr
      ? `write a fresh token for ${serverFor(pull)} (aws ecr get-login-password), and let something renew it every ${ecrTokenHours} hours`
      : `write a fresh token for ${serverFor(pull)}`;
  return {
    ...certaintyWith(outside.doubts, besidesOffers(pull)),
    what: `the credential for \`${offer.entry.location}\` in pull secret \`${offer.secret}\` ${outside.state}`,
    // what was never sent was never refused
    atMost: wordsSay(pull) === 'no' ? 'warning' : undefined,
    why: [entrySays(pull, offer, outside.says), offering(pull), ...neighboursSay(pull), ...kubeletSays(pull)],
    fixes: correctEntry(pull, offer.reading, username, renew),
    facts: {
      secret: offer.secret,
      entry: offer.entry.location,
      expiredAt: outside.at,
      notBefore: early ? notBefore : null,
      ecr,
    },
  };
}
