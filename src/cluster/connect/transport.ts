import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Agent, Dispatcher } from 'undici';
import type { Credentials } from './credentials.ts';
import { type ClientCertificate, proxyContext, secureContext } from './trust.ts';

/** How to reach the server. `timeout` in milliseconds, null for none. */
export interface Route {
  readonly server: URL;
  readonly proxy: URL | null;
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

/** A pool of kept-alive connections; it is made anew only when the client certificate changes. */
export function openTransport(route: Route): Transport {
  let pool: { certificate: ClientCertificate | null; agent: Promise<Dispatcher> } | null = null;
  const agentFor = (certificate: ClientCertificate | null) => {
    if (pool?.certificate !== certificate || pool === null)
      pool = { certificate, agent: openAgent(route, certificate) };
    return pool.agent;
  };
  return {
    async send({ url, method, headers, body }, credentials) {
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
          ...(credentials.authorization === null ? {} : { authorization: credentials.authorization }),
        },
        body: body ?? null,
        signal: route.timeout === null ? null : AbortSignal.timeout(route.timeout),
      });
      const bytes = Buffer.from(await response.body.arrayBuffer());
      // Only then does undici count the connection as free, and takes it for the next request.
      await setImmediate();
      const header = (name: string) => [response.headers[name]].flat()[0] ?? '';
      return {
        code: response.statusCode,
        contentType: header('content-type'),
        location: header('location'),
        retryAfter: header('retry-after'),
        text: (header('content-encoding') === 'gzip' ? await promisify(gunzip)(bytes) : bytes).toString(),
      };
    },
    async close() {
      await pool?.agent.then((agent) => agent.destroy()).catch(() => undefined);
    },
  };
}

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
  return new undici.ProxyAgent({
    ...options,
    uri: route.proxy.href,
    requestTls: tls,
    ...(route.proxy.protocol === 'https:'
      ? { proxyTls: { secureContext: proxyContext(route.ca), rejectUnauthorized: !route.insecure } }
      : {}),
  });
}
