import type { LookupFunction } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Agent, Dispatcher } from 'undici';
import type { ProxyAddress } from './env-proxy.ts';
import { type ClientCertificate, openProxy } from './open-credentials.ts';
import { tlsIdentityOf } from './tls-name.ts';
import { proxyContext, secureContext } from './trust.ts';

/** How to reach the server. `timeout` in milliseconds, null for none. */
export interface ServerRoute {
  readonly server: URL;
  readonly proxy: ProxyAddress | null;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly tlsServerName: string | undefined;
  readonly timeout: number | null;
  readonly compression: boolean;
  readonly http2: boolean;
}

type TlsSettings = Pick<
  ConnectionOptions,
  'secureContext' | 'rejectUnauthorized' | 'servername' | 'checkServerIdentity'
>;

/**
 * How connections are made. `timeout` in milliseconds for each step; `lookup` resolves names where
 * no proxy does.
 */
interface ConnectionPlan {
  readonly proxy: ProxyAddress | null;
  readonly tls: TlsSettings;
  /** Asked for an https proxy alone: it takes the certificates of the whole system to be read. */
  readonly proxyTls: () => TlsSettings;
  readonly timeout: number;
  readonly http2: boolean;
  readonly connections?: number;
  readonly lookup?: LookupFunction;
}

/** The pool of connections of a route, directly or through its proxy. */
export const openAgent = (route: ServerRoute, certificate: ClientCertificate | null): Promise<Dispatcher> =>
  openDispatcher({
    proxy: route.proxy,
    tls: serverTls(route, certificate),
    proxyTls: () => ({ secureContext: proxyContext(route.ca), rejectUnauthorized: !route.insecure }),
    timeout: route.timeout ?? 30_000,
    http2: route.http2,
  });

/** A pool of connections, directly or through an HTTP, HTTPS or SOCKS5 proxy. */
export async function openDispatcher(plan: ConnectionPlan): Promise<Dispatcher> {
  const undici = await import('./dispatchers.ts');
  const { tls, timeout, http2, connections, lookup } = plan;
  // The signal of each request is the one clock; undici's own are for phases.
  const options: Agent.Options = {
    allowH2: http2,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: timeout,
    ...(connections === undefined ? {} : { connections }),
  };
  const connect = { allowH2: http2, ...tls, timeout };
  if (plan.proxy === null)
    return new undici.Agent({
      ...options,
      connect: lookup === undefined ? connect : { ...connect, lookup },
    });
  const proxy = new URL(openProxy(plan.proxy.url));
  if (proxy.protocol === 'socks5:') {
    const { throughSocks } = await import('./socks.ts');
    return new undici.Agent({
      ...options,
      connect: throughSocks(proxy, undici.buildConnector(connect), timeout),
    });
  }
  return new undici.ProxyAgent({
    ...options,
    uri: proxy.href,
    requestTls: tls,
    ...(proxy.protocol === 'https:'
      ? { proxyTls: { ...plan.proxyTls(), ...tlsIdentityOf(proxy.hostname) } }
      : {}),
  });
}

function serverTls(route: ServerRoute, certificate: ClientCertificate | null) {
  if (route.server.protocol === 'http:') return {};
  return {
    secureContext: secureContext(route.ca, certificate),
    rejectUnauthorized: !route.insecure,
    ...(route.tlsServerName === undefined ? {} : tlsIdentityOf(route.tlsServerName)),
  };
}
