import type { AttemptOutcome, ProbeAttempt } from '../model/probe.ts';
import type { Answer, NoAnswer } from './exchange.ts';
import { errorOf, isWebPage, words } from './read-answer.ts';

/** What a request for the manifest carried. */
export type Carried = 'nothing' | 'anonymous-token' | 'login-token' | 'basic';

export type Judged = Pick<ProbeAttempt, 'outcome' | 'status' | 'error' | 'says'>;

const stale =
  /\bexpired?\b|invalid (?:token|credential|password|user)|(?:token|credentials?|password) (?:is|are) (?:invalid|not valid|incorrect)|incorrect user|authentication (?:failed|required)/i;

/**
 * What an answer for the manifest, or none, means for a request to `registry` that carried this.
 * `details` is the answer of a GET, which has words.
 */
export function judgeManifest(
  reply: Answer | NoAnswer,
  carried: Carried,
  details: Answer | null,
  registry: URL,
): Judged {
  if (reply.kind === 'none') return notAnswered(reply);
  const { status } = reply;
  const told = details ?? reply;
  const error = status < 400 ? null : errorOf(told);
  const page = isWebPage(reply) || (details !== null && isWebPage(details));
  const judged = (outcome: AttemptOutcome, says: string | null = null): Judged => ({
    outcome,
    status,
    error,
    says,
  });
  if (status === 200)
    return page
      ? judged(
          'failed',
          `${reply.url.host} answered with a web page (${words(reply.header('content-type')) || 'HTML'})`,
        )
      : judged('found');
  if (status === 404) return judged('not-found');
  if (status === 429) return judged('rate-limited');
  if (status >= 500 || status === 408) return judged('unavailable');
  if ((status === 401 || status === 403) && reply.url.origin !== registry.origin && carried !== 'nothing')
    return judged(
      'forbidden',
      `${registry.host} redirects to ${reply.url.host}, which refuses; no login goes there`,
    );
  if (status === 401) return judged(refusedBy401[carried]);
  if (status === 400 && carried === 'basic' && stale.test(error?.message ?? ''))
    return judged('login-refused');
  if (status === 403) {
    const says = page ? `${reply.url.host} answered 403 with a web page: no login fault` : null;
    if (page || carried === 'nothing') return judged('forbidden', says);
    if (carried === 'anonymous-token') return judged('anonymous-refused');
    return judged(carried === 'basic' && stale.test(error?.message ?? '') ? 'login-refused' : 'no-right');
  }
  return status >= 400
    ? judged('forbidden')
    : judged('failed', `${reply.url.host} answered ${status}, which is no answer to this question`);
}

/** 401: the token server took the login of a token, so that the registry refuses the right. */
const refusedBy401: Readonly<Record<Carried, AttemptOutcome>> = {
  nothing: 'anonymous-refused',
  'anonymous-token': 'anonymous-refused',
  'login-token': 'no-right',
  basic: 'login-refused',
};

/** No answer: what the policy refuses, or the time did not allow, was not asked. */
export function notAnswered({ trouble, says, flag }: NoAnswer): Judged {
  const unasked = trouble === 'address' || trouble === 'budget' || trouble === 'limit';
  const allow = flag === null ? '' : `; ${flag} allows it`;
  return { outcome: unasked ? 'not-asked' : 'failed', status: null, error: null, says: `${says}${allow}` };
}
