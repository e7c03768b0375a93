import { jwtClaims } from '../kubelet/credentials/token-times.ts';
import type { Credential } from '../model/pull-secret.ts';
import { type Sealed, seal } from '../model/sealed.ts';
import type { Challenge } from './challenge.ts';
import type { Answer, NoAnswer, Send } from './exchange.ts';
import { accountOf, basicLogin, passwordForm, readToken } from './open-login.ts';
import { jsonBody } from './read-answer.ts';

/** A token, and what it says of itself where it is a JWT. */
export interface Token {
  readonly token: Sealed<string>;
  /** The scopes that it grants, `repository:NAME:pull`; null for an opaque one. */
  readonly granted: readonly string[] | null;
  /** RFC 3339. */
  readonly expiresAt: string | null;
}

/**
 * What the token server answered. `refused`: an answer that is no token, with the request that gave
 * it.
 */
export type TokenReply =
  | { readonly kind: 'token'; readonly token: Token; readonly answer: Answer; readonly says: string | null }
  | { readonly kind: 'refused'; readonly answer: Answer; readonly says: string | null }
  | NoAnswer;

/** What a token is asked for. `login` null: anonymously. */
export interface TokenQuestion {
  readonly url: URL;
  readonly registry: URL;
  readonly challenge: Challenge;
  readonly repository: string;
  readonly login: Sealed<Credential> | null;
  readonly as: 'containerd' | 'cri-o';
}

/** Bytes of a token server's answer. */
const longest = 64 * 1024;

/**
 * Asks a token server as the runtime does. containerd POSTs a password grant and falls back to GET
 * after 400, 401, 404 and 405 (core/remotes/docker/authorizer.go: fetchToken); CRI-O sends GET
 * alone (containers/image, docker_client.go: getBearerToken).
 */
export async function fetchToken(question: TokenQuestion, send: Send): Promise<TokenReply> {
  const scopes = scopesOf(question);
  if (question.login === null || question.as === 'cri-o') return byGet(question, scopes, send);
  const posted = await byPost(question, question.login, scopes, send);
  const again = posted.kind === 'refused' && [400, 401, 404, 405].includes(posted.answer.status);
  return again ? byGet(question, scopes, send) : posted;
}

/**
 * Whether a token server takes a login at all, asked as `docker login` does: without a scope. Null
 * where that is not settled.
 */
export async function isLoginGood(question: TokenQuestion, send: Send): Promise<boolean | null> {
  const { login } = question;
  if (login === null) return null;
  let reply = await byGet(question, [], send);
  if (reply.kind === 'refused' && [404, 405].includes(reply.answer.status))
    reply = await byPost(question, login, [], send);
  if (reply.kind === 'token') return true;
  return reply.kind === 'refused' && [401, 403].includes(reply.answer.status) ? false : null;
}

/**
 * What the Pod's image needs, and what the registry says that it needs, of which no more than to
 * pull.
 */
function scopesOf({ challenge, repository }: TokenQuestion): readonly string[] {
  const named = (challenge.params['scope'] ?? '').split(' ').flatMap((scope) => {
    const [, name] = /^repository:([\w./-]+):(?:[\w,*]+)$/.exec(scope) ?? [];
    return name === undefined ? [] : [`repository:${name}:pull`];
  });
  return [...new Set([`repository:${repository}:pull`, ...named.slice(0, 4)])];
}

const serviceOf = ({ challenge }: TokenQuestion): Readonly<Record<string, string>> => {
  const { service } = challenge.params;
  return service === undefined ? {} : { service };
};

async function byGet(question: TokenQuestion, scopes: readonly string[], send: Send): Promise<TokenReply> {
  const { url, registry, login, as } = question;
  const target = new URL(url);
  for (const [name, value] of Object.entries(serviceOf(question))) target.searchParams.set(name, value);
  for (const scope of scopes) target.searchParams.append('scope', scope);
  return read(
    await send({
      method: 'GET',
      url: target,
      registry,
      authorization: login === null ? null : basicLogin(login),
      ...(login === null || as === 'containerd' ? {} : { query: { account: accountOf(login) } }),
      longest,
    }),
  );
}

async function byPost(
  question: TokenQuestion,
  login: Sealed<Credential>,
  scopes: readonly string[],
  send: Send,
): Promise<TokenReply> {
  const fields = {
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...serviceOf(question),
    client_id: 'containerd-client',
    grant_type: 'password',
  };
  const { url, registry } = question;
  const reply = read(
    await send({ method: 'POST', url, registry, form: passwordForm(fields, login), longest }),
  );
  if (reply.kind !== 'token' || textOf(jsonBody(reply.answer)?.['access_token']) !== '') return reply;
  const says = `the token server ${url.host} answers a POST without access_token, which containerd takes for no token`;
  return { ...reply, says };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function read(reply: Answer | NoAnswer): TokenReply {
  if (reply.kind === 'none') return reply;
  const refused = (says: string | null): TokenReply => ({ kind: 'refused', answer: reply, says });
  if (reply.status >= 300 && reply.status < 400)
    return refused(`the token server ${reply.url.host} redirects, which is not followed`);
  if (reply.status < 200 || reply.status >= 300) return refused(null);
  const json = jsonBody(reply);
  const text = textOf(json?.['access_token']) || textOf(json?.['token']);
  if (text === '') return refused(`the token server ${reply.url.host} answered without a token`);
  // what a header may hold
  if (!/^[\x21-\x7e]{1,60000}$/.test(text))
    return refused(`the token server ${reply.url.host} gave a token that no header may hold`);
  const token = seal(text);
  return { kind: 'token', answer: reply, token: { token, ...factsOf(token) }, says: null };
}

function factsOf(token: Sealed<string>): Omit<Token, 'token'> {
  const claims = readToken(token, jwtClaims);
  const access = claims?.['access'];
  const exp = claims?.['exp'];
  const end = typeof exp === 'number' && Number.isFinite(exp) ? new Date(exp * 1000) : null;
  return {
    granted: Array.isArray(access) ? access.slice(0, 20).flatMap(scopeOf) : null,
    expiresAt: end === null || Number.isNaN(end.getTime()) ? null : end.toISOString(),
  };
}

/**
 * `repository:shop/api:pull` of a claim; what is not of that form is left out, since nobody knows
 * what it says.
 */
function scopeOf(entry: unknown): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { type, name, actions } = entry as Record<string, unknown>;
  if (typeof type !== 'string' || typeof name !== 'string' || !Array.isArray(actions)) return [];
  const text = `${type}:${name}:${actions.filter((one) => typeof one === 'string').join(',')}`;
  return /^[\w-]{1,40}:[\w./-]{1,255}:[\w,*]{0,60}$/.test(text) ? [text] : [];
}
