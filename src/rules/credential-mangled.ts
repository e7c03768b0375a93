import { defineRule } from './define-rule.ts';
import { correctEntry } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './shared/offers.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays } from './shared/sources.ts';
import { damageOf } from './shared/tokens/token-damage.ts';

export default defineRule({
  id: 'credential-mangled',
  stage: 'credentials',
  title: 'credential damaged on its way into the secret',
  explains: loginErrors,
  refines: ['credential-rejected', 'credential-lacks-access'],
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: 'the damage is in the credential itself, and it was there at the attempt that was refused',
    },
  ],
  detect(pull) {
    for (const offer of secretOffers(pull)) {
      const damage = damageOf(pull, offer);
      if (damage === null) continue;
      return {
        certainty: 'proven',
        unchecked: besidesOffers(pull),
        // what was never sent was never refused
        atMost: wordsSay(pull) === 'no' ? 'warning' : undefined,
        what: `the credential for \`${offer.entry.location}\` in pull secret \`${offer.secret}\` ${damage.what}`,
        why: [
          entrySays(pull, offer, damage.why),
          offering(pull),
          ...neighboursSay(pull),
          ...kubeletSays(pull),
        ],
        fixes: correctEntry(pull, offer.reading, damage.username, damage.fix),
        facts: { secret: offer.secret, entry: offer.entry.location, damage: damage.kind },
      };
    }
    return null;
  },
});
