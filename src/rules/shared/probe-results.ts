import type { Stage, Why } from '../../model/finding.ts';
import type { AttemptOutcome, ProbeAttempt, ProbeResult } from '../../model/probe.ts';
import type { Simulation } from '../../model/simulation.ts';
import { age } from '../../text/age.ts';
import type { ImageContext } from '../define-rule.ts';
import { listed } from './sources.ts';

/**
 * What the node would send, and what came of it: the offers, or an anonymous request. Empty where
 * that is not known.
 */
export function nodeAttempts(probe: ProbeResult, simulation: Simulation): readonly ProbeAttempt[] {
  const anonymous = probe.attempts.filter(({ as }) => as === 'anonymous');
  if (probe.challenge === null && anonymous.some(({ outcome }) => outcome !== 'not-asked')) return anonymous;
  const offers = probe.attempts.filter(({ as }) => as === 'offer');
  if (offers.length > 0) return offers;
  return simulation.kind === 'anonymous' ? anonymous : [];
}

type Seen = { readonly probe: ProbeResult | null; readonly simulation: Simulation };

const attemptsOf = ({ probe, simulation }: Seen) =>
  probe === null || probe.notAsked !== null ? [] : nodeAttempts(probe, simulation);

/** What the node would send is taken from here. */
export const passesHere = (seen: Seen): boolean =>
  attemptsOf(seen).some(({ outcome }) => outcome === 'found');

/** Every login that the node would send, or its anonymous request, has one of these outcomes. */
export function allOffers(seen: Seen, ...outcomes: readonly AttemptOutcome[]): boolean {
  const attempts = attemptsOf(seen);
  return attempts.length > 0 && attempts.every(({ outcome }) => outcomes.includes(outcome));
}

/** Every login that the node would send was sent, and has one of these outcomes. */
export const everyLogin = (seen: Seen, ...outcomes: readonly AttemptOutcome[]): boolean =>
  allOffers(seen, ...outcomes) && attemptsOf(seen).every(({ as }) => as === 'offer');

/** Logins of the node with this outcome. */
export const loginsThat = (seen: Seen, outcome: AttemptOutcome): readonly ProbeAttempt[] =>
  attemptsOf(seen).filter((attempt) => attempt.as === 'offer' && attempt.outcome === outcome);

/** What came of the request without a login; null where it was not made. */
export const anonymousOutcome = ({ probe }: Pick<Seen, 'probe'>): AttemptOutcome | null =>
  probe?.attempts.find(({ as }) => as === 'anonymous')?.outcome ?? null;

/** The candidate of a kind that was tried; undefined where none was. */
export const candidateOf = (
  { probe }: Pick<Seen, 'probe'>,
  kind: NonNullable<ProbeAttempt['candidate']>,
): ProbeAttempt | undefined => probe?.attempts.find(({ candidate }) => candidate === kind);

/** A way of asking, as a report names it. */
export function askedAs({ as, secret, entry }: ProbeAttempt): string {
  if (as === 'anonymous') return 'without a login';
  return entry === null ? `with \`${secret}\`` : `with the entry ${entry} of \`${secret}\``;
}

/** What an outcome is, in a few words. */
export const outcomeWords: Readonly<Record<AttemptOutcome, string>> = {
  found: 'found',
  'not-found': 'not found (404)',
  'anonymous-refused': 'a login is wanted',
  'login-refused': 'login refused',
  'no-right': 'login good, pull not allowed',
  forbidden: 'refused whoever asks',
  'rate-limited': 'rate limit reached (429)',
  unavailable: 'out of order',
  failed: 'no valid answer',
  'not-asked': 'not asked',
};

/** The registry's own words, quoted. */
export const errorWords = ({ error }: ProbeAttempt): string =>
  error === null || (error.message === '' && error.code === '') ? '' : ` ("${error.message || error.code}")`;

type Asked = Pick<ImageContext, 'probe' | 'simulation' | 'evidence'>;

/** What the registry said to each login of the node, one line each. */
export const loginsSay = (pull: Asked): readonly Why[] =>
  attemptsOf(pull)
    .filter(({ outcome }) => outcome !== 'not-asked')
    .map((attempt) => ({
      source: 'the registry',
      says: `asked from here ${askedAs(attempt)}: ${(attempt.outcome === 'failed' && attempt.says) || `${outcomeWords[attempt.outcome]}${errorWords(attempt)}`}`,
    }));

/**
 * What a login that would be sent once the Pod is put right gave: the fix is proven, or needs
 * another one.
 */
export function candidateSays(pull: Asked, kind: NonNullable<ProbeAttempt['candidate']>): readonly Why[] {
  const tried = candidateOf(pull, kind);
  if (tried === undefined || tried.outcome === 'not-asked') return [];
  const says: Readonly<Partial<Record<AttemptOutcome, string>>> = {
    found: 'the pull passes with it',
    'not-found': 'it is taken, and the image is not there: mend that too',
    'login-refused': 'this login is refused too: mend that as well',
    'no-right': 'this login is good, and may not pull: it needs the right as well',
  };
  return [
    {
      source: 'the registry',
      says: `asked from here ${askedAs(tried)}: ${says[tried.outcome] ?? outcomeWords[tried.outcome]}`,
    },
  ];
}

/**
 * A doubt where the node's own request passes here: the words are of then, or of the node's way.
 */
export const passesHereDoubt = (pull: Asked): readonly string[] =>
  passesHere(pull)
    ? ['why the same request passes from this machine now: mended since, or the way from the node']
    : [];

/**
 * What is not there by the registry's answer to a request of the node, or to any login it takes;
 * null where it does not tell.
 */
export function missingHere({ probe, simulation }: Asked): 'tag' | 'digest' | 'repository' | null {
  const missing = probe?.missing ?? null;
  if (probe === null || missing === null || missing === 'unknown') return null;
  const asked = missing === 'repository' ? probe.attempts : nodeAttempts(probe, simulation);
  return asked.some(({ outcome }) => outcome === 'not-found') ? missing : null;
}

/** The certificate that could not be verified here, and the limit that the registry told. */
export function surroundingsSay({ probe }: Pick<Asked, 'probe'>, stage: Stage): readonly Why[] {
  if (probe === null) return [];
  const { tls, rateLimit } = probe;
  if (stage === 'tls') {
    if (tls !== null)
      return [
        {
          source: 'the registry',
          says: `shows a certificate for ${listed(tls.names.length > 0 ? tls.names : [tls.subject])}, issued by ${tls.issuer || 'itself'}, valid from ${tls.validFrom} to ${tls.validTo}`,
        },
      ];
    const verified = probe.attempts.some(({ status }) => status !== null);
    return verified
      ? [
          {
            source: 'the registry',
            says: 'shows a certificate that this machine trusts: asked from here, it answered',
          },
        ]
      : [];
  }
  if (rateLimit === null || rateLimit.limit === null) return [];
  const left = rateLimit.remaining === null ? '' : `, ${rateLimit.remaining} left`;
  const window = rateLimit.windowSeconds === null ? '' : ` in ${age(rateLimit.windowSeconds * 1000)}`;
  const whose =
    rateLimit.of === 'account'
      ? 'of the account, which the node shares'
      : 'of the address of this machine, which says nothing of the node';
  return [{ source: 'the registry', says: `tells a limit of ${rateLimit.limit}${window}${left}: ${whose}` }];
}

/** The repository is there: some way of asking found the image, or only its tag is missing. */
export const isThereHere = ({ probe }: Pick<Asked, 'probe'>): boolean =>
  probe !== null && (probe.missing === 'tag' || probe.attempts.some(({ outcome }) => outcome === 'found'));
