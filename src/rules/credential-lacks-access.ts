import { advice } from '../model/finding.ts';
import { defineRule } from './define-rule.ts';
import { correctEntry } from './shared/fixes/secret-fixes.ts';
import { aboutLogin, judgesLogin } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers, userOf } from './shared/offers.ts';
import { everyLogin, loginsSay, passesHereDoubt } from './shared/probe-results.ts';
import { registryHabits } from './shared/registries/habits.ts';
import { kubeletSays, podSource, registryOf, repositoryOf } from './shared/sources.ts';
import { ecrTokenHours } from './shared/tokens/secret-age.ts';
import { bearers } from './shared/tokens/token-kinds.ts';
import { mayBeStale } from './shared/tokens/token-life.ts';
import { kindOf, otherProjects, tokensSay } from './shared/tokens/token-says.ts';
import { repositoryExists, unreadSecrets } from './shared/unchecked.ts';
import { untriedOffers } from './shared/untried.ts';

const labels = [
  'forbidden-insufficient-scope',
  'repository-or-access-denied-ambiguous',
  'registry-4xx-other',
] as const;

export default defineRule({
  id: 'credential-lacks-access',
  stage: 'authorization',
  title: 'good login without permission',
  explains: labels,
  refines: ['image-access-ambiguous', 'registry-refused'],
  proof: [
    {
      on: ['registry', 'words'],
      since: 'asked with the same login, it takes the login and refuses the pull',
    },
  ],
  detect(pull) {
    const { failure, simulation } = pull;
    const lackedHere = everyLogin(pull, 'no-right');
    const label = labels.find((one) => one === failure?.error.label);
    if (failure === null || everyLogin(pull, 'login-refused')) return null;
    if (label === undefined && !(lackedHere && aboutLogin(pull))) return null;
    if (label === 'registry-4xx-other' && failure.error.status !== 403) return null;
    if (!judgesLogin(pull)) return null;
    const offers = secretOffers(pull);
    const [first] = offers;
    const unread = unreadSecrets(pull);
    const sent = failure.error.credentialSent;
    if ((sent === 'no' && !lackedHere) || (first === undefined && !(sent === 'yes' && unread.length > 0)))
      return null;
    // it was written since, and never tried
    if (untriedOffers(pull).length > 0 && !lackedHere) return null;
    const stale = lackedHere ? undefined : offers.find((offer) => mayBeStale(pull, offer));
    const repository = simulation.reference.ok ? simulation.reference.repository : '';
    const kind = first === undefined ? null : kindOf(first.entry.facts);
    const asker = bearers.get(kind ?? '') ?? first?.entry.username ?? 'this user';
    const told =
      label === 'repository-or-access-denied-ambiguous'
        ? 'took the login (a refused one fails earlier), and did not grant the repository'
        : 'took the login, and refused the pull';
    const beside = [
      ...passesHereDoubt(pull),
      ...otherProjects(pull, offers),
      ...(stale !== undefined
        ? ['whether the token was still good: ECR answers an expired one with 403 too']
        : []),
      ...(first === undefined ? unread : besidesOffers(pull)),
    ];
    return {
      certainty: lackedHere ? 'proven' : 'likely',
      unchecked: [repositoryExists, ...beside],
      settled: lackedHere,
      what:
        stale === undefined
          ? `the credential for \`${registryOf(pull)}\` may not pull \`${repository}\``
          : `\`${registryOf(pull)}\` refuses \`${stale.secret}\`: its ECR token has expired, or its identity may not pull \`${repository}\``,
      why: [
        first === undefined
          ? {
              source: podSource(pull),
              says: `lists ${pull.evidence.secrets.map((one) => one.name).join(', ')}`,
            }
          : entrySays(pull, first, userOf(first)),
        ...tokensSay(pull, offers, true),
        ...(first === undefined ? [] : [offering(pull)]),
        ...(lackedHere ? loginsSay(pull) : [{ source: 'the registry', says: told }, ...loginsSay(pull)]),
        ...registryHabits(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: [
        ...(stale === undefined
          ? []
          : correctEntry(
              pull,
              stale.reading,
              stale.entry.username,
              `write a fresh token (aws ecr get-login-password): one lives ${ecrTokenHours} hours`,
            )),
        advice(
          `have the owner of ${repositoryOf(pull)} give ${asker} the right to pull, or use a credential that has it`,
          stale !== undefined,
        ),
      ],
      facts: { secrets: [...new Set(offers.map((offer) => offer.secret))], status: failure.error.status },
    };
  },
});
