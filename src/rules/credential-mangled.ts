import type { CredentialFacts } from '../model/simulation.ts';
import { defineRule } from './define-rule.ts';
import { loginErrors } from './words/labels.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './words/offers.ts';
import { correctEntry } from './words/secret-fixes.ts';
import { kubeletSays } from './words/sources.ts';

export default defineRule({
  id: 'credential-mangled',
  stage: 'credentials',
  title: 'credential damaged on its way into the secret',
  explains: loginErrors,
  refines: ['credential-rejected', 'credential-lacks-access'],
  detect(pull) {
    for (const offer of secretOffers(pull)) {
      const damage = damageOf(offer.entry.facts);
      const reading = pull.simulation.readings[offer.secretIndex];
      if (damage === null || reading === undefined) continue;
      return {
        certainty: 'proven',
        unchecked: besidesOffers(pull),
        what: `the credential for \`${offer.entry.location}\` in pull secret \`${offer.secret}\` ${damage.what}`,
        why: [entrySays(pull, offer, damage.why), offering(pull), ...kubeletSays(pull)],
        fixes: correctEntry(pull, reading, damage.user ? offer.entry.username : null, damage.fix),
        facts: { secret: offer.secret, entry: offer.entry.location, damage: damage.kind },
      };
    }
    return null;
  },
});

/** The first sign of damage, from the surest to the faintest. `user`: the user name may stay. */
function damageOf(facts: CredentialFacts) {
  if (facts.placeholder !== null) {
    return {
      kind: 'placeholder',
      user: facts.placeholder === 'password',
      what: `holds a placeholder as ${facts.placeholder}`,
      why: `the ${facts.placeholder} has the form of a placeholder, not of a value`,
      fix: 'write the entry with the real value',
    };
  }
  if (facts.doubleEncoded) {
    return {
      kind: 'double-encoded',
      user: false,
      what: 'is base64 twice over',
      why: 'the password is itself base64 of user and password',
      fix: 'write the entry with the plain user and password; kubectl encodes them',
    };
  }
  if (facts.robotNameCut) {
    return {
      kind: 'robot-name-cut',
      user: false,
      what: 'has a robot name cut at `$`',
      why: 'the user ends where registries put `$` and the robot’s name: a shell replaced the rest with nothing',
      fix: "write the entry with the whole name in single quotes ('robot$name'), so that the shell leaves the `$`",
    };
  }
  if (facts.disagrees) {
    return {
      kind: 'auth-disagrees',
      user: true,
      what: 'says one thing in `auth` and another in `username` and `password`',
      why: '`auth` differs from `username` and `password`; the kubelet uses `auth`',
      fix: 'write the entry anew, so that both say the same',
    };
  }
  return null;
}
