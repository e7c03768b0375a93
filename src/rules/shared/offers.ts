import type { Why } from '../../model/finding.ts';
import type { Offer, SecretOffer } from '../../model/simulation.ts';
import type { ImageContext } from '../define-rule.ts';
import { listed, secretSource } from './sources.ts';
import { nodeCredentials, unreadSecrets } from './unchecked.ts';

/** Offers of the Pod's secrets, in the order tried. */
export const secretOffers = (pull: ImageContext): readonly SecretOffer[] =>
  pull.simulation.offers.filter((offer) => offer.source === 'secret');

/** Whose credential an entry is, as far as it may be shown. */
export const userOf = (offer: Offer) =>
  offer.entry.username === null ? 'a user name that is not shown' : `user \`${offer.entry.username}\``;

/** The entry behind an offer, and what is wrong with its credential. */
export const entrySays = (pull: ImageContext, offer: Offer, says: string): Why => ({
  source: secretSource(pull, offer.secret),
  says: `has the entry ${offer.entry.location}: ${says}`,
});

/** What the kubelet does with the offers. */
export function offering(pull: ImageContext): Why {
  const offers = pull.simulation.offers.length;
  const hub = pull.simulation.offers.some((offer) => offer.fallback) ? ', the one for Docker Hub' : '';
  return {
    source: 'simulated',
    says:
      offers === 1
        ? `this entry matches the image${hub}: the kubelet sends it and nothing else, and does not try without`
        : `${offers} entries match the image: the kubelet tries each in turn, and does not try without`,
  };
}

/** What becomes of a pull whose only secret is passed over. */
export const noneLeft = 'no other credential is left, so it pulls without';

/** What the kubelet does when it passes over one secret of the list. */
export function withoutIt({ simulation }: ImageContext): string {
  const others = [...new Set(simulation.offers.map((offer) => `\`${offer.secret}\``))];
  if (simulation.kind === 'no-attempt') return 'this image is not pulled at all';
  if (simulation.kind === 'undecodable') return 'another secret of the list keeps it from any pull';
  if (others.length > 0) return `it offers what ${listed(others)} holds`;
  return simulation.kind === 'undetermined' ? 'what else it offers is not known' : noneLeft;
}

/** What could still defeat a finding about a credential that was sent. */
export const besidesOffers = (pull: ImageContext): readonly [string, ...string[]] => [
  nodeCredentials(pull),
  ...unreadSecrets(pull),
];
