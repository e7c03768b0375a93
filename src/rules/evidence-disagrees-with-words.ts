import { certaintyWith } from '../model/finding.ts';
import { pullErrorLabels } from '../model/pull-error.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import type { Disagreement } from './shared/disagreement.ts';
import { recreatePod } from './shared/fixes/recreate-fixes.ts';
import { noneSent } from './shared/none-sent.ts';
import { secretOffers } from './shared/offers.ts';
import { wordsSay } from './shared/sent.ts';
import { moreAttempts, sentWithoutMatch } from './shared/sent-without-match.ts';
import { kubeletSays } from './shared/sources.ts';

export default defineRule({
  id: 'evidence-disagrees-with-words',
  stage: 'credentials',
  title: "kubelet's message contradicts the pull secrets",
  explains: pullErrorLabels,
  ceiling: 'info',
  proof: [
    {
      on: ['secrets', 'events', 'times', 'words'],
      since: 'a secret that matches was written after an attempt that sent none',
    },
  ],
  detect(pull) {
    const found = disagreement(pull);
    if (found === null) return null;
    const { what, why, because, unchecked, retry } = found;
    return {
      ...certaintyWith(unchecked, []),
      what,
      why: [...why, ...kubeletSays(pull)],
      fixes: retry === null ? [] : [recreatePod(pull, retry)],
      facts: {
        because,
        offers: pull.simulation.offers.length,
        attempts: pull.failure?.error.attempts.length ?? 0,
      },
    };
  },
});

/**
 * The first contradiction between what the kubelet and the registry say and what the pull secrets
 * give now; null where they agree.
 */
function disagreement(pull: ImageContext): Disagreement | null {
  const { failure, simulation } = pull;
  if (failure === null || failure.from === 'none' || !simulation.reference.ok) return null;
  const said = wordsSay(pull);
  const offers = secretOffers(pull);
  const tried = failure.error.attempts.length;
  if (simulation.kind === 'anonymous') {
    if (said === 'yes') return sentWithoutMatch(pull);
    return tried > 1 && !nodeIdentity(pull)?.node ? moreAttempts(pull, tried, 0) : null;
  }
  if (simulation.kind === 'offers' && tried > offers.length) return moreAttempts(pull, tried, offers.length);
  // a runtime takes an empty credential for none (containerd, ParseAuth): nothing disagrees then
  const matches = offers.some((offer) => offer.entry.facts.passwordLength > 0);
  return matches && said === 'no' ? noneSent(pull) : null;
}
