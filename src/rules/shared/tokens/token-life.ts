import type { Offer } from '../../../model/simulation.ts';
import type { ImageContext } from '../../define-rule.ts';
import { plural, registryOf } from '../sources.ts';
import { ecrTokenHours, secretAge } from './secret-age.ts';
import { homeOf } from './token-homes.ts';
import { kindOf } from './token-says.ts';

/**
 * A credential outside its time of validity. `doubts` is empty where that is certain; `at` is the
 * end that the token tells.
 */
export interface Outside {
  readonly state: 'has expired' | 'is not valid yet';
  readonly says: string;
  readonly at: string | null;
  readonly doubts: readonly string[];
}

/** Hours that tokens live which do not tell their end: as a rule, and at most. */
const lives: ReadonlyMap<string, { readonly name: string; readonly usual: number; readonly most: number }> =
  new Map(
    Object.entries<{ readonly name: string; readonly usual: number; readonly most: number }>({
      'aws-ecr-token': { name: 'an ECR token', usual: ecrTokenHours, most: ecrTokenHours },
      // iam.allowServiceAccountCredentialLifetimeExtension allows up to 12 hours
      'gcp-access-token': { name: 'a Google access token', usual: 1, most: 12 },
      // an installation's token lives one hour, a workflow's as long as its job, 24 hours at most
      'github-app-token': { name: 'a token of a GitHub App or workflow', usual: 1, most: 24 },
    }),
  );

/**
 * Clocks of issuer, node and observer differ by this much without harm; the kubelet retries within
 * it.
 */
const skew = 5 * 60_000;

/**
 * Whether a credential is expired or not valid yet: by what the token itself tells, else by its
 * kind and the age of the secret.
 */
export function outsideItsTime(pull: ImageContext, offer: Offer): Outside | null {
  const { expiresAt, notBefore } = offer.entry.facts;
  const now = Date.parse(pull.evidence.observedAt);
  if (expiresAt !== null && Date.parse(expiresAt) <= now)
    return {
      state: 'has expired',
      says: `the token's own end was ${expiresAt}`,
      at: expiresAt,
      doubts: [],
    };
  if (notBefore !== null && Date.parse(notBefore) > now + skew)
    return {
      state: 'is not valid yet',
      says: `the token's own start is ${notBefore}, after ${pull.evidence.observedAt}`,
      at: null,
      doubts: [],
    };
  return expiresAt === null ? outlived(pull, offer) : null;
}

function outlived(pull: ImageContext, offer: Offer): Outside | null {
  const { facts } = offer.entry;
  const life = lives.get(kindOf(facts) ?? '');
  const age = secretAge(pull, offer.secret);
  if (life === undefined || age === null || age.hours < life.usual) return null;
  const name = facts.ecrUser ? `${life.name} (user AWS)` : life.name;
  const registry = registryOf(pull);
  return {
    state: 'has expired',
    says: `${name} lives ${plural(life.usual, 'hour')}; ${age.ofData ? 'this one was written' : 'the Secret was created'} ${plural(Math.floor(age.hours), 'hour')} ago`,
    at: null,
    doubts: [
      ...(age.ofData ? [] : ['whether the Secret was written again after its creation']),
      ...(age.hours < life.most ? ['whether the token was made to live longer than that'] : []),
      ...(facts.kind === null && homeOf(registry) !== 'ECR'
        ? [`whether ${registry} is ECR under another name`]
        : []),
    ],
  };
}

/**
 * Whether an ECR token may be too old, as far as can be seen: ECR answers an expired one like a
 * lacking permission.
 */
export function mayBeStale(pull: ImageContext, offer: Offer): boolean {
  const { ecrUser, expiresAt } = offer.entry.facts;
  if (!ecrUser || expiresAt !== null) return false;
  const age = secretAge(pull, offer.secret);
  return age === null || !age.ofData || age.hours >= ecrTokenHours;
}
