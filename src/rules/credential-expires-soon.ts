import type { CredentialFacts } from '../model/pull-secret.ts';
import { defineRule } from './define-rule.ts';
import { correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { entrySays, secretOffers } from './shared/offers.ts';

/**
 * A day's notice; an hour for an ECR token and a twelfth of the life of another short one, which
 * are renewed by the hour where all is well.
 */
function noticeHours(facts: CredentialFacts): number {
  if (facts.ecrUser || facts.kind === 'aws-ecr-token') return 1;
  const life = (Date.parse(facts.expiresAt ?? '') - Date.parse(facts.notBefore ?? '')) / 3_600_000;
  return Number.isNaN(life) ? 24 : Math.min(24, life / 12);
}

export default defineRule({
  id: 'credential-expires-soon',
  stage: 'credentials',
  title: 'credential that is about to expire',
  explains: [],
  ceiling: 'warning',
  proof: [{ on: ['secrets'], since: 'the token tells its own end' }],
  detect(pull) {
    if (pull.status === 'failing') return null;
    const now = Date.parse(pull.evidence.observedAt);
    const soon = secretOffers(pull).find(({ entry }) => {
      const left = Date.parse(entry.facts.expiresAt ?? '') - now;
      return left > 0 && left < noticeHours(entry.facts) * 3_600_000;
    });
    if (soon === undefined) return null;
    const { expiresAt } = soon.entry.facts;
    return {
      certainty: 'proven',
      unchecked: [],
      what: `the credential for \`${soon.entry.location}\` in pull secret \`${soon.secret}\` expires at ${expiresAt}`,
      why: [entrySays(pull, soon, `the token's own end is ${expiresAt}; pulls after that fail`)],
      fixes: correctEntry(
        pull,
        soon.reading,
        soon.entry.username,
        `write a fresh token for ${serverFor(pull)}`,
      ),
      facts: { secret: soon.secret, entry: soon.entry.location, expiresAt },
    };
  },
});
