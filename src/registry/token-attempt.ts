import type { ProbeAttempt } from '../model/probe.ts';
import type { Challenge } from './challenge.ts';
import { askManifest, type ManifestMethod } from './manifest-attempt.ts';
import { bearerLogin } from './open-login.ts';
import { type Asking, blank, ended, type ProbeLogin, type Tried, unanswered, type Way } from './question.ts';
import { errorOf } from './read-answer.ts';
import { fetchToken, isLoginGood, type TokenQuestion } from './token.ts';

/** A token server that may be asked, and how the registry is asked with its tokens. */
export interface TokenServer {
  readonly url: URL;
  readonly challenge: Challenge;
  readonly method: ManifestMethod;
}

/** Asks for a token with a login, or without one (null), and for the manifest with the token. */
export async function askWithToken(
  asking: Asking,
  { url, challenge, method }: TokenServer,
  way: Way,
  login: ProbeLogin | null,
): Promise<Tried> {
  const { question, registry, send, keep } = asking;
  const wanted: TokenQuestion = {
    url,
    registry,
    challenge,
    repository: question.reference.repository,
    login: login === null ? null : login.entry.credential,
    as: question.as,
  };
  const reply = await fetchToken(wanted, send);
  if (reply.kind === 'none') return unanswered(way, 'token', reply);
  const { status } = reply.answer;
  const refused = (outcome: ProbeAttempt['outcome'], says: string | null = null): Tried =>
    ended({ ...way, ...blank, at: 'token', outcome, status, error: errorOf(reply.answer), says });
  if (reply.kind === 'token') {
    const { token } = reply;
    keep(token.token);
    if (token.granted?.length === 0)
      return ended({
        ...way,
        ...blank,
        at: 'token',
        outcome: login === null ? 'anonymous-refused' : 'no-right',
        status,
        granted: token.granted,
        tokenExpiresAt: token.expiresAt,
        says: 'the token server gave a token that grants nothing',
      });
    const carried = login === null ? 'anonymous-token' : 'login-token';
    const authorization = bearerLogin(token.token);
    const { tried } = await askManifest(asking, way, { carried, authorization, token, method });
    const says = tried.attempt.says ?? reply.says;
    return { ...tried, attempt: { ...tried.attempt, says } };
  }
  if (reply.says !== null) return refused('failed', reply.says);
  if (status === 429) return refused('rate-limited');
  if (status >= 500) return refused('unavailable');
  if (![400, 401, 403].includes(status)) return refused('failed', `the token server answered ${status}`);
  if (login === null) return refused('anonymous-refused');
  const good = await isLoginGood(wanted, send);
  if (good === true)
    return refused('no-right', 'the token server takes the login where no repository is named');
  if (good === false) return refused('login-refused');
  const unsettled = 'whether the login or the right is refused was not settled';
  return refused(status === 401 ? 'login-refused' : status === 403 ? 'forbidden' : 'failed', unsettled);
}
