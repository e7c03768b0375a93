import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { openDispatcher } from '../api-client/http/agent.ts';
import { proxyFor } from '../api-client/http/env-proxy.ts';
import { errorCode } from '../api-client/http/transport-failure.ts';
import { proxyContext, trusted } from '../api-client/http/trust.ts';
import type { Env } from '../api-client/kubeconfig/connection-options.ts';
import type { Sealed } from '../model/sealed.ts';
import type { Allowed } from './address-policy.ts';
import { type Hosts, openHosts, type Resolve } from './hosts.ts';
import { openToSend } from './open-login.ts';

/** One request. `registry` is whose question it is: what points to a private address has to be private itself. */
export interface Ask {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly registry: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorization?: Sealed<string> | null;
  /** The authorization is by a login, not by an anonymous token. */
  readonly withLogin?: boolean;
  /** The body of a POST, as a form. */
  readonly form?: Sealed<string> | null;
  /** A query parameter that may be a credential. */
  readonly query?: Readonly<Record<string, Sealed<string>>>;
  /** The most bytes of the body that are read. */
  readonly longest: number;
}

export interface Answer {
  readonly kind: 'answer';
  readonly url: URL;
  readonly status: number;
  /** The first value of a header, empty where it is not there. */
  readonly header: (name: string) => string;
  readonly headers: (name: string) => readonly string[];
  readonly body: Buffer;
  /** The body was longer than what was read, or broke off. */
  readonly cut: boolean;
  /** Milliseconds, by this machine's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Why there is no answer. `address`: the policy of addresses refuses the host. */
export type Trouble =
  | 'address'
  | 'dns'
  | 'connect'
  | 'timeout'
  | 'budget'
  | 'tls'
  | 'not-tls'
  | 'reset'
  | 'not-http'
  | 'proxy'
  | 'other';

export interface NoAnswer {
  readonly kind: 'none';
  readonly trouble: Trouble;
  /** OpenSSL's, Node.js's or undici's code. */
  readonly code: string;
  /** In one sentence, with the host. */
  readonly says: string;
  readonly flag: string | null;
}

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

/** Sends requests to registries and token servers: no redirect is followed, nothing is kept between requests. */
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
        proxyTls: {
          secureContext: proxyContext(authorities.join('\n') || undefined),
          rejectUnauthorized: true,
        },
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
        const outcome = await within(signal, () => exchange(ask, signal)).catch((error: unknown) =>
          noAnswer(error, ask.url, options.timeout, budget, proxyOf(ask.url)?.host ?? null),
        );
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

/** The request reached a server, which gave no whole answer. */
export const reachedServer: ReadonlySet<Trouble> = new Set(['reset', 'not-http', 'timeout']);

const refusal = (says: string, flag: string | null): NoAnswer => ({
  kind: 'none',
  trouble: 'address',
  code: 'refused by the address policy',
  says,
  flag,
});

/** NODE_EXTRA_CA_CERTS is Node's own, but for a standalone executable that reads no such variable. */
function extraAuthorities(env: Env): readonly string[] {
  const file = env['NODE_EXTRA_CA_CERTS'];
  if (!file) return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}

/** What the work gives, unless the signal comes first: neither a name server nor a proxy minds the signal. */
function within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([work(), promise]);
}

async function readBody(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  longest: number,
): Promise<{ readonly body: Buffer; readonly cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) {
      body.destroy();
      return { body: Buffer.concat(chunks).subarray(0, longest), cut: true };
    }
  }
  return { body: Buffer.concat(chunks), cut: false };
}

/** Servers that compress what nobody asked them to compress: read all the same, to the same length. */
async function decoded(
  raw: { readonly body: Buffer; readonly cut: boolean },
  encoding: string,
  longest: number,
) {
  const unpack = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress }[
    encoding.trim().toLowerCase()
  ];
  if (unpack === undefined || raw.cut || raw.body.length === 0) return raw;
  try {
    const body = await promisify<Buffer, object, Buffer>(unpack)(raw.body, { maxOutputLength: longest });
    return { body, cut: false };
  } catch {
    return { body: Buffer.alloc(0), cut: true };
  }
}

const tlsCodes =
  /^(?:CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE)/;
const plainCodes = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/;

function noAnswer(
  error: unknown,
  url: URL,
  timeout: number,
  budget: AbortSignal,
  proxy: string | null,
): NoAnswer {
  const code = errorCode(error);
  const [trouble, says] = budget.aborted
    ? (['budget', 'the time for all requests was over'] as const)
    : troubleOf(error, code, url.host, timeout);
  const where = proxy === null ? '' : ` (through the proxy ${proxy})`;
  return { kind: 'none', trouble, code, says: `${says}${where}`, flag: null };
}

function troubleOf(error: unknown, code: string, host: string, timeout: number): readonly [Trouble, string] {
  if (error instanceof Error && /^Proxy response \((\d+)\)/.test(error.message))
    return ['proxy', `${host} could not be reached: the proxy refused the tunnel`];
  if (code === 'ENOTFOUND') return ['dns', `the name ${host} does not resolve here`];
  if (code === 'EAI_AGAIN') return ['dns', `the name ${host} could not be resolved here`];
  if (code === 'ECONNREFUSED') return ['connect', `${host} refused the connection`];
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return ['connect', `there is no route from here to ${host}`];
  if (code === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return ['timeout', `${host} did not answer within ${timeout / 1000} s`];
  if (plainCodes.test(code)) return ['not-tls', `${host} does not speak TLS`];
  if (tlsCodes.test(code)) return ['tls', tlsSays(code, host)];
  if (/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_INFO|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/.test(code))
    return ['reset', `${host} closed the connection before its answer was whole`];
  if (code === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return ['not-http', `${host} sent an answer that is not HTTP`];
  if (/^(?:ERR_SOCKS|UND_ERR_PRX)/.test(code))
    return ['proxy', `${host} could not be reached: the proxy failed`];
  return ['other', `${host} gave no answer (${/^[A-Z][A-Za-z0-9_]{1,60}$/.test(code) ? code : 'unknown'})`];
}

function tlsSays(code: string, host: string): string {
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`;
  if (code === 'CERT_NOT_YET_VALID') return `the certificate of ${host} is not valid yet`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return `the certificate of ${host} is for another name`;
  if (/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_SIGNATURE|CERT_UNTRUSTED|INVALID_CA)/.test(code))
    return `the certificate of ${host} is of an authority that this machine does not trust`;
  return `the TLS handshake with ${host} failed (${code})`;
}

export const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
