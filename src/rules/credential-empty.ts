import { defineRule } from './define-rule.ts';
import { loginErrors } from './words/labels.ts';
import { neighboursSay } from './words/neighbours.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './words/offers.ts';
import { correctEntry, serverFor } from './words/secret-fixes.ts';
import { kubeletSays } from './words/sources.ts';

export default defineRule({
  id: 'credential-empty',
  stage: 'credentials',
  title: 'matching entry without a credential',
  explains: loginErrors,
  refines: ['credential-rejected', 'credential-lacks-access'],
  detect(pull) {
    const offers = secretOffers(pull);
    const empty = offers.find((offer) => offer.entry.facts.passwordLength === 0);
    if (empty === undefined) return null;
    const reading = pull.simulation.readings[empty.secretIndex];
    if (reading?.kind !== 'usable') return null;
    const { usernameLength } = empty.entry.facts;
    const store = reading.helpers
      ? '; credsStore or credHelpers beside it name a program on the machine where the file was copied, which the kubelet does not run'
      : '';
    return {
      certainty: 'proven',
      unchecked: besidesOffers(pull),
      aside: offers.some((offer) => offer.entry.facts.passwordLength > 0),
      what: `the entry for \`${empty.entry.location}\` in pull secret \`${empty.secret}\` holds no ${usernameLength === 0 ? 'credential' : 'password'}`,
      why: [
        entrySays(
          pull,
          empty,
          `${usernameLength === 0 ? 'neither user nor password' : 'a user, but no password'}${store}`,
        ),
        offering(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: correctEntry(
        pull,
        reading,
        empty.entry.username,
        `write the entry for ${serverFor(pull)} with its password`,
      ),
      facts: { secret: empty.secret, entry: empty.entry.location, helpers: reading.helpers },
    };
  },
});
