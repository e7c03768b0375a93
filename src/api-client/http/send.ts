import { setTimeout as pause } from 'node:timers/promises';
import { parseUrl, serverName } from '../kubeconfig/server-url.ts';
import type { ServerRoute } from './agent.ts';
import { type Answer, requestFailure } from './answer.ts';
import type { CredentialSource, Credentials } from './credential.ts';
import type { HttpReply, HttpRequest, Transport } from './transport.ts';
import { errorCode, explainFailure, isCut } from './transport-failure.ts';

/** What all requests of a connection share. */
export interface RequestContext {
  readonly route: ServerRoute;
  readonly transport: Transport;
  readonly credentials: CredentialSource;
  readonly log: (line: string) => void;
}

const retries = 3;
const redirects = 3;
/** Milliseconds for all tries together where the user sets no limit. */
const patience = 30_000;

/**
 * Sends a request and explains what prevents an answer. Reads are sent again after 429, 5xx and a
 * lost connection: up to three times, and never later than the time limit of one request, so that
 * all of it takes twice that at most. Redirects are followed on the same server only.
 */
export async function sendRequest(request: HttpRequest, line: RequestContext): Promise<Answer> {
  const { route } = line;
  const credentials = await line.credentials();
  if (credentials.kind === 'failure') return credentials;
  // where a redirect leads is the server's to say, and may hold anything
  const name = `${request.method} ${loggedUrl(request.url)}`;
  const giveUpAt = Date.now() + (route.timeout ?? patience);
  let url = request.url;
  for (let hop = 0; hop <= redirects; hop++) {
    const outcome = await sendAgain({ ...request, url }, name, credentials, line, giveUpAt);
    if (outcome instanceof Error)
      return explainFailure(outcome, serverName(route.server), route.timeout, route.proxy);
    const { code, contentType, text, items, location } = outcome;
    if (code < 300 || code >= 400 || location === '')
      return { kind: 'reply', code, contentType, text, ...(items && { items }) };
    const next = parseUrl(location, url);
    if (next?.origin !== url.origin)
      return requestFailure(
        `the API server at ${serverName(route.server)} redirects to ${next?.origin ?? 'an invalid address'}`,
        'compare the server of the context with its address now; a login page redirects too',
      );
    url = next;
  }
  return requestFailure(`the API server at ${serverName(route.server)} redirects in a circle`);
}

async function sendAgain(
  request: HttpRequest,
  name: string,
  credentials: Credentials,
  line: RequestContext,
  giveUpAt: number,
): Promise<HttpReply | Error> {
  for (let retry = 0; ; retry++) {
    const outcome = await sendOnce(request, name, credentials, line);
    const again = outcome instanceof Error ? isCut(outcome) : outcome.code === 429 || outcome.code >= 500;
    if (!again || request.method !== 'GET' || request.onText !== undefined || retry === retries)
      return outcome;
    const wait = pauseBefore(outcome, retry);
    if (Date.now() + wait >= giveUpAt) return outcome;
    await pause(wait);
  }
}

async function sendOnce(
  request: HttpRequest,
  name: string,
  credentials: Credentials,
  line: RequestContext,
): Promise<HttpReply | Error> {
  const start = Date.now();
  const outcome = await line.transport
    .send(request, credentials)
    .catch((error: unknown) => (error instanceof Error ? error : new Error('unknown error')));
  const result = outcome instanceof Error ? errorCode(outcome) : outcome.code;
  line.log(`${name} ${result} ${Date.now() - start}ms`);
  return outcome;
}

/** Milliseconds: Retry-After in seconds or as a date, else a quarter of a second that doubles. */
function pauseBefore(outcome: HttpReply | Error, retry: number): number {
  const asked = outcome instanceof Error ? '' : outcome.retryAfter;
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(wait) ? 250 * 2 ** retry : Math.max(0, wait);
}

/** Path and query; only values that cannot hold a credential are shown. */
function loggedUrl(url: URL): string {
  const shown = ['limit', 'labelSelector', 'fieldSelector', 'watch', 'timeoutSeconds', 'dryRun'];
  const query = [...url.searchParams].map(([key, value]) => `${key}=${shown.includes(key) ? value : '…'}`);
  return query.length === 0 ? url.pathname : `${url.pathname}?${query.join('&')}`;
}
