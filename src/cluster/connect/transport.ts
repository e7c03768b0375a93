import { setImmediate } from 'node:timers/promises';
import type { ZlibOptions } from 'node:zlib';
import type { Agent, Dispatcher } from 'undici';
import type { Credentials } from './credentials.ts';
import type { ProxyAddress } from './env-proxy.ts';
import { authorizationHeader, type ClientCertificate, openProxy } from './open-credentials.ts';
import { withStandIn } from './tls-name.ts';
import { proxyContext, secureContext } from './trust.ts';

/** How to reach the server. `timeout` in milliseconds, null for none. */
export interface Route {
  readonly server: URL;
  readonly proxy: ProxyAddress | null;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly tlsServerName: string | undefined;
  readonly timeout: number | null;
  readonly compression: boolean;
  readonly http2: boolean;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export interface HttpReply {
  readonly code: number;
  readonly contentType: string;
  readonly location: string;
  readonly retryAfter: string;
  readonly text: string;
}

export interface Transport {
  /** Sends one request and reads its whole answer; rejects when there is none. */
  send(request: HttpRequest, credentials: Credentials): Promise<HttpReply>;
  close(): Promise<void>;
}

/** Bytes of an answer: what JSON.parse makes of more does not fit into the memory of a usual Node. */
const longestAnswer = 256 * 1024 ** 2;

/** A pool of kept-alive connections; it is made anew only when the client certificate changes. */
export function openTransport(route: Route, longest = longestAnswer): Transport {
  let pool: { certificate: ClientCertificate | null; agent: Promise<Dispatcher> } | null = null;
  const agentFor = (certificate: ClientCertificate | null) => {
    if (pool?.certificate !== certificate || pool === null)
      pool = { certificate, agent: openAgent(route, certificate) };
    return pool.agent;
  };
  return {
    async send({ url, method, headers, body }, credentials) {
      const signal = route.timeout === null ? null : AbortSignal.timeout(route.timeout);
      return await within(signal, async () => {
        const agent = await agentFor(credentials.certificate);
        const response = await agent.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: {
            'user-agent': 'kubectl-pullcheck',
            accept: 'application/json',
            ...(route.compression ? { 'accept-encoding': 'gzip' } : {}),
            ...headers,
            ...authorizationHeader(credentials.authorization),
          },
          body: body ?? null,
          signal,
        });
        const bytes = await readBody(response.body, longest);
        // Only then does undici count the connection as free, and takes it for the next request.
        await setImmediate();
        const header = (name: string) => [response.headers[name]].flat()[0] ?? '';
        return {
          code: response.statusCode,
          contentType: header('content-type'),
          location: header('location'),
          retryAfter: header('retry-after'),
          text: (await decode(bytes, header('content-encoding'), longest)).toString(),
        };
      });
    },
    async close() {
      await pool?.agent.then((agent) => agent.destroy()).catch(() => undefined);
    },
  };
}

/** What the work gives, unless the signal is first: undici does not mind it as long as a proxy has not answered CONNECT. */
function within<T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
  if (signal === null) return work();
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return Promise.race([work(), promise]);
}

async function readBody(body: AsyncIterable<Buffer>, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longest) throw coded('ERR_BUFFER_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers are compressed from 128 KB on (apiserver, responsewriters): few are. */
async function decode(bytes: Buffer, encoding: string, longest: number): Promise<Buffer> {
  if (encoding === 'gzip') {
    const [{ gunzip }, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')]);
    return promisify<Buffer, ZlibOptions, Buffer>(gunzip)(bytes, { maxOutputLength: longest });
  }
  if (encoding !== '' && encoding !== 'identity') throw coded('UNKNOWN_ENCODING');
  return bytes;
}

const coded = (code: string) => Object.assign(new Error(code), { code });

async function openAgent(route: Route, certificate: ClientCertificate | null): Promise<Dispatcher> {
  const undici = await import('./dispatchers.ts');
  // The signal of each request is the one clock; undici's own are for phases.
  const options: Agent.Options = {
    allowH2: route.http2,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: route.timeout ?? 30_000,
  };
  const tls =
    route.server.protocol === 'http:'
      ? {}
      : {
          secureContext: secureContext(route.ca, certificate),
          rejectUnauthorized: !route.insecure,
          ...(route.tlsServerName === undefined ? {} : { servername: route.tlsServerName }),
        };
  if (route.proxy === null)
    return new undici.Agent({
      ...options,
      connect: { allowH2: route.http2, ...tls, timeout: route.timeout ?? 30_000 },
    });
  const uri = openProxy(route.proxy.url);
  return new undici.ProxyAgent({
    ...options,
    uri,
    requestTls: uri.startsWith('socks5:')
      ? { ...tls, ...(route.tlsServerName === undefined ? withStandIn(route.server) : {}) }
      : tls,
    ...(uri.startsWith('https:')
      ? {
          proxyTls: {
            ...withStandIn(new URL(uri)),
            secureContext: proxyContext(route.ca),
            rejectUnauthorized: !route.insecure,
          },
        }
      : {}),
  });
}
