import type { ProbeAttempt } from '../model/probe.ts';
import type { Sealed } from '../model/sealed.ts';
import { askResource, longestManifest, manifestPath } from './ask-manifest.ts';
import { type Challenge, chooseChallenge, parseChallenges } from './challenge.ts';
import { type Carried, type Judged, judgeManifest, notAnswered } from './judge-manifest.ts';
import { basicLogin, bearerLogin } from './open-login.ts';
import {
  anonymous,
  blank,
  type Logins,
  notAsked,
  type ProbeContext,
  type ProbeLogin,
  type ProbeQuestion,
  type Send,
  type Tried,
  type Way,
  wayOf,
} from './question.ts';
import { errorOf } from './read-answer.ts';
import { judgeRealm, type RealmVerdict } from './realm-policy.ts';
import type { Answer, NoAnswer } from './send.ts';
import { fetchToken, isLoginGood, type Token, type TokenQuestion } from './token.ts';

const mostLogins = 6;

/** One registry, one image, one way after another; what an earlier way learned, the later ones use. */
export class Asking {
  /** Why the registry gave no answer at all. */
  trouble: NoAnswer | null = null;
  #challenge: Challenge | null = null;
  #verdict: RealmVerdict | null = null;
  #method: 'HEAD' | 'GET' = 'HEAD';
  readonly #question: ProbeQuestion;
  readonly #logins: Logins;
  readonly #registry: URL;
  readonly #context: ProbeContext;
  readonly #send: Send;
  readonly #keep: (token: Sealed<string>) => void;

  constructor(
    question: ProbeQuestion,
    logins: Logins,
    registry: URL,
    context: ProbeContext,
    send: Send,
    keep: (token: Sealed<string>) => void,
  ) {
    this.#question = question;
    this.#logins = logins;
    this.#registry = registry;
    this.#context = context;
    this.#send = send;
    this.#keep = keep;
  }

  /** How the registry asks for a login; null where it does not. */
  get scheme(): 'bearer' | 'basic' | null {
    return this.#challenge === null ? null : this.#challenge.scheme === 'bearer' ? 'bearer' : 'basic';
  }

  /** Anonymously, then with each offer until one finds the image, then with the candidates where nothing was found. */
  async all(): Promise<readonly Tried[]> {
    const { offers, candidates } = this.#logins;
    const first = await this.#anonymously();
    const tried = [first];
    const reason = this.#noLoginBecause(first);
    for (const [index, login] of offers.entries()) {
      const stop =
        reason ?? (index < mostLogins ? stopped(tried) : `no more than ${mostLogins} logins are tried`);
      tried.push(stop === null ? await this.#withLogin(login, first) : without(notAsked(wayOf(login), stop)));
      if (tried.at(-1)?.attempt.outcome === 'found') break;
    }
    const known = tried.some(({ attempt }) => ['found', 'not-found'].includes(attempt.outcome));
    if (!known && reason === null)
      for (const login of candidates.slice(0, mostLogins)) {
        if (stopped(tried) !== null) break;
        tried.push(await this.#withLogin(login, first));
        if (['found', 'not-found'].includes(tried.at(-1)?.attempt.outcome ?? '')) break;
      }
    return tried;
  }

  async #anonymously(): Promise<Tried> {
    const ping = this.#question.as === 'cri-o' ? await this.#ping() : null;
    if (ping !== null) return ping;
    if (this.#challenge === null) {
      const tried = await this.#manifest(anonymous, 'nothing', null, null);
      const { answer, attempt } = tried;
      if (answer === null || answer.status !== 401) return tried;
      if (answer.url.origin !== this.#registry.origin)
        return without({
          ...attempt,
          says: `${this.#registry.host} redirects to ${answer.url.host}, which wants a login of its own`,
        });
      this.#challenge = chooseChallenge(
        parseChallenges(answer.headers('www-authenticate')),
        this.#question.as,
      );
      if (this.#challenge?.scheme !== 'bearer') return without(attempt);
    }
    if (this.#challenge.scheme === 'basic') return this.#manifest(anonymous, 'nothing', null, null);
    this.#verdict = await judgeRealm(
      this.#challenge.params['realm'],
      this.#registry,
      this.#context.tokenHosts,
    );
    if (this.#verdict.refused !== null) return without(notAsked(anonymous, this.#verdict.refused));
    return this.#withToken(anonymous, null, 'anonymous-token');
  }

  /** containers/image takes the challenge of `GET /v2/` (docker_client.go: detectPropertiesHelper). */
  async #ping(): Promise<Tried | null> {
    const reply = await askResource(
      { method: 'GET', registry: this.#registry, path: '/v2/', authorization: null },
      this.#send,
    );
    if (reply.kind === 'none') {
      this.trouble = reply;
      return without({ ...anonymous, ...blank, at: 'ping', ...notAnswered(reply) });
    }
    if (reply.status === 401) {
      const challenges = parseChallenges(reply.headers('www-authenticate'));
      this.#challenge = chooseChallenge(challenges, 'cri-o');
      return null;
    }
    if (reply.status === 200) return null;
    const judged = judgeManifest(reply, 'nothing', reply);
    const outcome = judged.outcome === 'not-found' ? 'failed' : judged.outcome;
    const says = judged.says ?? `${this.#registry.host} answered ${reply.status} to GET /v2/`;
    return without({ ...anonymous, ...blank, at: 'ping', ...judged, outcome, says });
  }

  /** Why the runtime sends no login after this; null where it does. */
  #noLoginBecause({ attempt, answer }: Tried): string | null {
    if (this.#challenge !== null) {
      if (this.#challenge.scheme === 'basic') return null;
      return (
        this.#verdict?.refused ??
        (attempt.outcome === 'rate-limited' ? 'the limit of requests is reached' : null)
      );
    }
    if (attempt.outcome === 'found' || attempt.outcome === 'not-found')
      return `${this.#registry.host} answers without a login, so the runtime sends none`;
    if (attempt.outcome !== 'anonymous-refused')
      return attempt.says ?? 'the registry refuses before any login';
    return attempt.says ?? (answer === null ? 'the registry asks for no login that a runtime knows' : null);
  }

  async #withLogin(login: ProbeLogin, first: Tried): Promise<Tried> {
    const way = wayOf(login);
    const { entry } = login;
    const { usernameLength, passwordLength } = entry.facts;
    const refused = (says: string) => without({ ...way, ...blank, outcome: 'login-refused', says });
    const containerd = this.#question.as === 'containerd';
    // ParseAuth (internal/cri/server/images/image_pull.go) refuses a login without a user
    if (usernameLength === 0 && containerd)
      return refused('the entry has no user: the runtime sends nothing (invalid auth config)');
    if (usernameLength === 0 || passwordLength === 0) {
      if (this.#challenge?.scheme === 'basic')
        return refused('the entry has no password: the runtime sends nothing (no basic auth credentials)');
      const says = 'the entry has no password: the runtime asks for an anonymous token';
      const outcome = first.attempt.outcome === 'anonymous-refused' ? 'login-refused' : first.attempt.outcome;
      return { ...first, attempt: { ...first.attempt, ...way, outcome, says } };
    }
    if (this.#challenge?.scheme === 'basic')
      return this.#manifest(way, 'basic', basicLogin(entry.credential), null);
    const verdict = this.#verdict;
    if (verdict === null || verdict.refused !== null) return without(notAsked(way, verdict?.refused ?? ''));
    if (!verdict.login) return without(notAsked(way, `${verdict.says}; ${verdict.flag} allows it`));
    return this.#withToken(way, login, 'login-token');
  }

  async #withToken(way: Way, login: ProbeLogin | null, carried: Carried): Promise<Tried> {
    const verdict = this.#verdict;
    const challenge = this.#challenge;
    if (verdict === null || verdict.refused !== null || challenge === null) return without(notAsked(way, ''));
    const question: TokenQuestion = {
      url: verdict.url,
      registry: this.#registry,
      challenge,
      repository: this.#question.reference.repository,
      login: login === null ? null : login.entry.credential,
      as: this.#question.as,
    };
    const reply = await fetchToken(question, this.#send);
    const at = { ...way, ...blank, at: 'token' } as const;
    if (reply.kind === 'none') return without({ ...at, ...notAnswered(reply) });
    if (reply.kind === 'token') {
      this.#keep(reply.token.token);
      const { granted } = reply.token;
      if (granted?.length === 0)
        return without({
          ...at,
          outcome: login === null ? 'anonymous-refused' : 'no-right',
          status: reply.answer.status,
          granted,
          tokenExpiresAt: reply.token.expiresAt,
          says: 'the token server gave a token that grants nothing',
        });
      return this.#manifest(way, carried, bearerLogin(reply.token.token), reply.token);
    }
    const { status } = reply.answer;
    const refused = (outcome: ProbeAttempt['outcome'], says: string | null = null) =>
      without({ ...at, outcome, status, error: errorOf(reply.answer), says: reply.says ?? says });
    if (reply.says !== null) return refused('failed');
    if (status === 429) return refused('rate-limited');
    if (status >= 500) return refused('unavailable');
    if (login === null) {
      const asks = [400, 401, 403].includes(status);
      return refused(
        asks ? 'anonymous-refused' : 'failed',
        asks ? null : `the token server answered ${status}`,
      );
    }
    if (![400, 401, 403].includes(status)) return refused('failed', `the token server answered ${status}`);
    const good = await isLoginGood(question, this.#send);
    if (good === true)
      return refused('no-right', 'the token server takes the login where no repository is named');
    if (good === false) return refused('login-refused');
    const unsettled = 'whether the login or the right is refused was not settled';
    return refused(status === 401 ? 'login-refused' : status === 403 ? 'forbidden' : 'failed', unsettled);
  }

  /** Asks for the manifest, by GET where HEAD is not allowed; a refusal is asked for its words. */
  async #manifest(
    way: Way,
    carried: Carried,
    authorization: Sealed<string> | null,
    token: Token | null,
  ): Promise<Tried> {
    const { repository, tag, digest } = this.#question.reference;
    const path = manifestPath(repository, digest ?? tag ?? '');
    const ask = (method: 'HEAD' | 'GET') =>
      askResource(
        {
          method,
          registry: this.#registry,
          path,
          authorization,
          withLogin: carried === 'basic' || carried === 'login-token',
          ...(this.#method === 'GET' ? { longest: longestManifest } : {}),
        },
        this.#send,
      );
    let reply = await ask(this.#method);
    if (reply.kind === 'answer' && reply.status === 405 && this.#method === 'HEAD') {
      this.#method = 'GET';
      reply = await ask('GET');
    }
    if (reply.kind === 'none' && carried === 'nothing') this.trouble = reply;
    const details = await this.#wordsOf(reply, carried, ask);
    const judged: Judged = judgeManifest(reply, carried, details);
    const attempt: ProbeAttempt = {
      ...way,
      ...judged,
      at: reply.kind === 'answer' ? 'manifest' : null,
      granted: token?.granted ?? null,
      tokenExpiresAt: token?.expiresAt ?? null,
    };
    return { attempt, answer: reply.kind === 'answer' ? reply : null, authorization };
  }

  async #wordsOf(
    reply: Answer | NoAnswer,
    carried: Carried,
    ask: (method: 'GET') => Promise<Answer | NoAnswer>,
  ): Promise<Answer | null> {
    if (reply.kind === 'none' || this.#method === 'GET') return null;
    const { status } = reply;
    const refusal =
      status === 403 || (status === 401 && carried !== 'nothing' && carried !== 'anonymous-token');
    if (!refusal && !(status >= 400 && ![401, 404, 405, 408, 429].includes(status) && status < 500))
      return null;
    const details = await ask('GET');
    return details.kind === 'answer' && details.status >= 400 ? details : null;
  }
}

const without = (attempt: ProbeAttempt): Tried => ({ attempt, answer: null, authorization: null });

/** Why no further login is tried: the registry limits, or the time is over. */
function stopped(tried: readonly Tried[]): string | null {
  const { attempt } = tried.at(-1) ?? {};
  if (attempt?.outcome === 'rate-limited') return 'the limit of requests is reached';
  const over = tried.some(
    ({ attempt: { outcome, says } }) => outcome === 'not-asked' && /the time for all/.test(says ?? ''),
  );
  return over ? 'the time for all requests was over' : null;
}
