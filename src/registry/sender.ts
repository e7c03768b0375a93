import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { openDispatcher } from '../api-client/http/agent.ts';
import { proxyFor } from '../api-client/http/env-proxy.ts';
import { proxyContext, trusted } from '../api-client/http/trust.ts';
import type { Env } from '../api-client/kubeconfig/connection-options.ts';
import type { Allowed } from './address-policy.ts';
import type { Answer, Ask, NoAnswer } from './exchange.ts';
import { type Hosts, openHosts, type Resolve } from './hosts.ts';
import { openToSend } from './open-login.ts';
import { decoded, readBody } from './read-body.ts';
import { noAnswer } from './trouble.ts';

export interface SenderOptions {
  readonly version: string;
  readonly env: Env;
  /** Milliseconds for one request. */
  readonly timeout: number;
  /** Files of further certificate authorities, in PEM. */
  readonly authorities: readonly string[];
  readonly allowed: Allowed;
  readonly resolve?: Resolve;
  /** Gets a line for each request: method, host, path, status and time. */
  readonly log?: (line: string) => void;
}

/**
 * Sends requests to registries and token servers: no redirect is followed, nothing is kept between
 * requests.
 */
export interface Sender {
  /** `scrub` hides in the log what was sent. Never rejects. */
  send(ask: Ask, signal: AbortSignal, scrub?: (text: string) => string): Promise<Answer | NoAnswer>;
  readonly hosts: Hosts;
  /** `host[:port]` of the proxy on the way to a URL; null for none. */
  proxyTo(url: URL): string | null;
  readonly authorities: readonly string[];
  readonly timeout: number;
  close(): Promise<void>;
}

export function openSender(options: SenderOptions): Sender {
  const hosts = openHosts(options.allowed, options.resolve);
  const pools = new Map<string, Promise<Dispatcher>>();
  const turns = new Map<string, Promise<unknown>>();
  const answered = new Set<string>();
  const authorities = [...options.authorities, ...extraAuthorities(options.env)];
  // said aloud: NODE_TLS_REJECT_UNAUTHORIZED would turn the default off
  const context = {
    secureContext: createSecureContext({ ca: [...trusted(), ...authorities] }),
    rejectUnauthorized: true,
  };

  /** A proxy that the environment names wrongly is a ConnectionError. */
  const proxyOf = (url: URL) => proxyFor(url, undefined, options.env);
  const poolFor = (url: URL) => {
    const pool =
      pools.get(url.origin) ??
      openDispatcher({
        proxy: proxyOf(url),
        tls: url.protocol === 'https:' ? context : {},
        proxyTls: () => ({
          secureContext: proxyContext(authorities.join('\n') || undefined),
          rejectUnauthorized: true,
        }),
        timeout: options.timeout,
        http2: false,
        connections: 1,
        lookup: hosts.lookup,
      });
    pools.set(url.origin, pool);
    return pool;
  };

  /** One request at a time for a host, and the clock starts when its turn comes. */
  function inTurn<T>(origin: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(origin) ?? Promise.resolve()).then(work, work);
    turns.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /**
   * A server may close a connection between two requests; Go's client, too, asks again (net/http:
   * shouldRetryRequest).
   */
  const isStaleConnection = ({ method, url }: Ask, reply: Answer | NoAnswer) =>
    reply.kind === 'none' && reply.trouble === 'reset' && method !== 'POST' && answered.has(url.origin);

  async function exchange(ask: Ask, signal: AbortSignal): Promise<Answer | NoAnswer> {
    const proxied = proxyOf(ask.url) !== null;
    const check = await hosts.check(ask.url.hostname, proxied);
    if (check.refused !== null) return refusal(check.refused, check.flag);
    if (ask.url.hostname !== ask.registry.hostname && check.privateAddress !== null) {
      const own = await hosts.check(ask.registry.hostname, proxyOf(ask.registry) !== null);
      if (own.refused === null && !own.isPrivate)
        return refusal(
          `${ask.url.host} is ${check.privateAddress}, a private address, and ${ask.registry.host}, which points to it, is not`,
          `--allow-address ${check.privateAddress}`,
        );
    }
    const pool = await poolFor(ask.url);
    // the end of an idle connection is read before the next request is written to it
    await setImmediate();
    signal.throwIfAborted();
    const query = Object.entries(ask.query ?? {}).map(([name, value]) => `${name}=${openToSend(value)}`);
    const search = [ask.url.search.replace(/^\?/, ''), ...query].filter((part) => part !== '').join('&');
    const sentAt = Date.now();
    const response = await pool.request({
      origin: ask.url.origin,
      path: `${ask.url.pathname}${search === '' ? '' : `?${search}`}`,
      method: ask.method,
      headers: {
        'user-agent': `kubectl-pullcheck/${options.version}`,
        'accept-encoding': 'identity',
        ...ask.headers,
        ...(ask.form ? { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } : {}),
        ...(ask.authorization ? { authorization: openToSend(ask.authorization) } : {}),
      },
      body: ask.form ? openToSend(ask.form) : null,
      signal,
    });
    const receivedAt = Date.now();
    answered.add(ask.url.origin);
    const headers = (name: string) => [response.headers[name]].flat().filter((one) => one !== undefined);
    const raw = await readBody(response.body, ask.longest);
    const { body, cut } = await decoded(raw, headers('content-encoding')[0] ?? '', ask.longest);
    const header = (name: string) => headers(name)[0] ?? '';
    return {
      kind: 'answer',
      url: ask.url,
      status: response.statusCode,
      header,
      headers,
      body,
      cut,
      sentAt,
      receivedAt,
    };
  }

  return {
    hosts,
    authorities,
    timeout: options.timeout,
    proxyTo: (url) => proxyOf(url)?.host ?? null,
    send: (ask, budget, scrub = (text) => text) =>
      inTurn(ask.url.origin, async () => {
        const began = Date.now();
        const name = `${ask.method} ${ask.url.origin}${ask.url.pathname}`;
        const clock = AbortSignal.timeout(options.timeout);
        const signal = AbortSignal.any([clock, budget]);
        const once = () =>
          within(signal, () => exchange(ask, signal)).catch((error: unknown) =>
            noAnswer(error, ask.url, options.timeout, budget, proxyOf(ask.url)?.host ?? null),
          );
        const first = await once();
        const outcome = isStaleConnection(ask, first) ? await once() : first;
        const result = outcome.kind === 'answer' ? outcome.status : outcome.code;
        options.log?.(`${printablePath(scrub(name))} ${result} ${Date.now() - began} ms`);
        return outcome;
      }),
    async close() {
      for (const pool of pools.values()) await pool.then((one) => one.destroy()).catch(() => undefined);
    },
  };
}

/** A path as a log may hold it. */
const printablePath = (text: string) => text.replaceAll(/[^\x21-\x7e ]/g, '?').slice(0, 300);

const refusal = (says: string, flag: string | null): NoAnswer => ({
  kind: 'none',
  trouble: 'address',
  code: 'refused by the address policy',
  says,
  flag,
});

/**
 * NODE_EXTRA_CA_CERTS is Node's own, but for a standalone executable that reads no such variable.
 */
function extraAuthorities(env: Env): readonly string[] {
  const file = env['NODE_EXTRA_CA_CERTS'];
  if (!file) return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}

/**
 * What the work gives, unless the signal comes first: neither a name server nor a proxy minds the
 * signal.
 */
function within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([work(), promise]);
}
