import type { CredentialFacts } from '../model/pull-secret.ts';
import { defineRule } from './define-rule.ts';
import { correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './shared/offers.ts';
import { kubeletSays } from './shared/sources.ts';

export default defineRule({
  id: 'credential-empty',
  stage: 'credentials',
  title: 'matching entry without a credential',
  explains: loginErrors,
  refines: ['credential-rejected', 'credential-lacks-access'],
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: 'the entry that is sent lacks user or password, and was there at the attempt that was refused',
    },
  ],
  detect(pull) {
    const offers = secretOffers(pull);
    const empty = offers.find((offer) => lacks(offer.entry.facts) !== null);
    const lack = empty && lacks(empty.entry.facts);
    if (empty === undefined || lack === undefined || lack === null) return null;
    const { helpers } = empty.reading;
    const store = helpers
      ? '; credsStore or credHelpers beside it name a program on the machine where the file was copied, which the kubelet does not run'
      : '';
    return {
      certainty: 'proven',
      unchecked: besidesOffers(pull),
      atMost: offers.some((offer) => lacks(offer.entry.facts) === null) ? 'warning' : undefined,
      what: `the entry for \`${empty.entry.location}\` in pull secret \`${empty.secret}\` holds no ${lack}`,
      why: [
        entrySays(pull, empty, `${found[lack]}${store}`),
        offering(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: correctEntry(
        pull,
        empty.reading,
        empty.entry.username,
        `recreate the secret for ${serverFor(pull)} with user and password`,
      ),
      facts: { secret: empty.secret, entry: empty.entry.location, helpers },
    };
  },
});

const found = {
  credential: 'neither user nor password',
  password: 'a user, but no password',
  user: 'a password, but no user (a shell that took the name for a variable leaves it empty)',
};

function lacks({ usernameLength, passwordLength }: CredentialFacts): keyof typeof found | null {
  if (passwordLength === 0) return usernameLength === 0 ? 'credential' : 'password';
  return usernameLength === 0 ? 'user' : null;
}
