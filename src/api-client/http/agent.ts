import type { Agent, Dispatcher } from 'undici';
import { type ClientCertificate, openProxy } from './open-credentials.ts';
import type { ServerRoute } from './route.ts';
import { tlsIdentityOf } from './tls-name.ts';
import { proxyContext, secureContext } from './trust.ts';

/** The pool of connections of a route, directly or through its proxy. */
export async function openAgent(
  route: ServerRoute,
  certificate: ClientCertificate | null,
): Promise<Dispatcher> {
  const undici = await import('./dispatchers.ts');
  const timeout = route.timeout ?? 30_000;
  // The signal of each request is the one clock; undici's own are for phases.
  const options: Agent.Options = {
    allowH2: route.http2,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: timeout,
  };
  const tls = serverTls(route, certificate);
  const connect = { allowH2: route.http2, ...tls, timeout };
  if (route.proxy === null) return new undici.Agent({ ...options, connect });
  const proxy = new URL(openProxy(route.proxy.url));
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
    ...(proxy.protocol === 'https:' ? { proxyTls: proxyTls(proxy, route) } : {}),
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

const proxyTls = (proxy: URL, route: ServerRoute) => ({
  secureContext: proxyContext(route.ca),
  rejectUnauthorized: !route.insecure,
  ...tlsIdentityOf(proxy.hostname),
});
