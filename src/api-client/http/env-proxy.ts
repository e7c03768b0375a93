import { BlockList, isIP } from 'node:net';
import { type Sealed, seal } from '../../model/sealed.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import { parseUrl } from '../kubeconfig/server-url.ts';
import { openProxy } from './open-credentials.ts';

/** A proxy, whose URL may hold a login; `host` is what messages name. */
export interface ProxyAddress {
  readonly host: string;
  readonly url: Sealed<string>;
}

/**
 * The proxy to the API server, or null: the cluster's proxy-url, else HTTPS_PROXY or HTTP_PROXY (by
 * the server's scheme) unless NO_PROXY excepts the host. Go's rules
 * (golang.org/x/net/http/httpproxy): upper-case names first, loopback never proxied.
 */
export function proxyFor(server: URL, proxyUrl: Sealed<string> | undefined, env: Env): ProxyAddress | null {
  if (proxyUrl !== undefined) return parseProxy(openProxy(proxyUrl), 'proxy-url');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = env[name] || env[name.toLowerCase()];
  // Under CGI, HTTP_PROXY may come from a request header.
  if (!value || (name === 'HTTP_PROXY' && env['REQUEST_METHOD'])) return null;
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || (isIP(host) && loopback.check(host, family(host)))) return null;
  const rules = (env['NO_PROXY'] || env['no_proxy'] || '')
    .split(',')
    .map((rule) => rule.trim().toLowerCase());
  return rules.some((rule) => excepts(rule, host, port)) ? null : parseProxy(value, name);
}

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function excepts(rule: string, host: string, port: string): boolean {
  if (rule === '') return false;
  if (rule === '*') return true;
  const cidr = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(rule);
  const [, network = '', bits = ''] = cidr ?? [];
  if (isIP(network)) return isIP(host) !== 0 && inSubnet(host, network, Number(bits));
  const [name, rulePort] = splitHostPort(rule);
  if (name === '' || (rulePort !== '' && rulePort !== port)) return false;
  if (isIP(name)) return isIP(host) !== 0 && inSubnet(host, name, isIP(name) === 6 ? 128 : 32);
  const domain = name.replace(/^\*(?=\.)/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function inSubnet(host: string, network: string, bits: number): boolean {
  if (bits > (isIP(network) === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family(network));
  return list.check(host, family(host));
}

function splitHostPort(rule: string): readonly [string, string] {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(rule);
  if (match === null) return [rule.replace(/^\[(.*)\]$/, '$1'), ''];
  return [match[1] ?? match[2] ?? '', match[3] ?? ''];
}

function parseProxy(value: string, setting: string): ProxyAddress {
  // As in Go, an environment variable may leave the scheme out.
  const text = setting === 'proxy-url' || /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  // The SOCKS5 proxy resolves names in any case, which is what socks5h says.
  const url = parseUrl(setting === 'proxy-url' ? text : text.replace(/^socks5h:/i, 'socks5:'));
  if (url === null || !['http:', 'https:', 'socks5:'].includes(url.protocol) || url.hostname === '')
    throw new ConnectionError(`${setting} is not an http, https or socks5 URL`);
  if ([url.username, url.password].some((text) => !isDecodable(text)))
    throw new ConnectionError(`the login in ${setting} is not percent-encoded as it has to be`);
  // Go's clients take the host and the login alone
  for (const part of ['pathname', 'search', 'hash'] as const) url[part] = '';
  return { host: url.host, url: seal(url.href) };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
