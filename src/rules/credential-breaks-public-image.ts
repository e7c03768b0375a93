import { defineRule } from './define-rule.ts';
import { removeSecret } from './shared/fixes/list-fixes.ts';
import { correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { entrySays, offering, secretOffers, userOf } from './shared/offers.ts';
import {
  anonymousOutcome,
  errorWords,
  everyLogin,
  loginsThat,
  outcomeWords,
} from './shared/probe-results.ts';
import { kubeletSays, listed, repositoryOf } from './shared/sources.ts';

/** The outcomes of a login that the pull fails with. */
const refusals = ['login-refused', 'no-right'] as const;

export default defineRule({
  id: 'credential-breaks-public-image',
  stage: 'credentials',
  title: 'credential that breaks the pull of a public image',
  explains: [...loginErrors, 'ecr-token-expired', 'registry-4xx-other'],
  refines: [
    'credential-rejected',
    'credential-expired',
    'credential-lacks-access',
    'credential-empty',
    'credential-whitespace',
    'credential-mangled',
    'image-access-ambiguous',
    'registry-refused',
  ],
  proof: [
    {
      on: ['registry', 'secrets', 'times', 'words'],
      since: 'asked as the node asks, it refuses the login and gives the image without one',
    },
  ],
  detect(pull) {
    if (anonymousOutcome(pull) !== 'found' || !everyLogin(pull, ...refusals)) return null;
    const offers = secretOffers(pull);
    const [first] = offers;
    const attempts = refusals.flatMap((outcome) => loginsThat(pull, outcome));
    if (first === undefined) return null;
    const secrets = [...new Set(offers.map((offer) => offer.secret))];
    const quoted = listed(secrets.map((name) => `\`${name}\``));
    const renew = `recreate the secret for ${serverFor(pull)} with a login that is valid now`;
    const correct = correctEntry(pull, first.reading, first.entry.username, renew);
    return {
      certainty: 'proven',
      unchecked: [],
      what: `\`${repositoryOf(pull)}\` is public, and the login in pull secret ${quoted} makes its pull fail`,
      why: [
        {
          source: 'the registry',
          says: 'gives the image to anyone: asked from here without a login, it was found',
        },
        ...attempts.map((attempt) => ({
          source: 'the registry',
          says: `asked with the entry ${attempt.entry} of \`${attempt.secret}\`: ${outcomeWords[attempt.outcome]}${errorWords(attempt)}`,
        })),
        entrySays(pull, first, userOf(first)),
        offering(pull),
        ...kubeletSays(pull),
      ],
      fixes: [
        ...removeSecret(pull, secrets),
        ...correct.map((fix, index) => (index === 0 ? { ...fix, alternative: true } : fix)),
      ],
      facts: { secrets, entry: first.entry.location },
    };
  },
});
