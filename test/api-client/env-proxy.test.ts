import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/api-client/http/env-proxy.ts';
import { seal } from '../../src/model/sealed.ts';
import { unseal } from '../../src/model/unseal.ts';

const proxy = (server: string, env: Record<string, string>, proxyUrl?: string) => {
  const found = proxyFor(new URL(server), proxyUrl === undefined ? undefined : seal(proxyUrl), env);
  return found && unseal(found.url);
};

describe('the proxy', () => {
  it.each([
    ['https://api', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    ['https://api', { https_proxy: 'p:3128' }, 'http://p:3128/'],
    ['https://api', { HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'http://upper/'],
    ['https://api', { HTTP_PROXY: 'http://p' }, null],
    ['https://api', { ALL_PROXY: 'http://p' }, null],
    ['http://api', { HTTP_PROXY: 'http://p' }, 'http://p/'],
    ['http://api', { HTTP_PROXY: 'http://p', REQUEST_METHOD: 'GET' }, null],
    ['https://api', { HTTPS_PROXY: 'socks5://p:1080' }, 'socks5://p:1080'],
    ['https://localhost:6443', { HTTPS_PROXY: 'http://p' }, null],
    ['https://127.8.9.1:6443', { HTTPS_PROXY: 'http://p' }, null],
    ['https://[::1]:6443', { HTTPS_PROXY: 'http://p' }, null],
    ['https://api', {}, null],
  ])('of %s with %j is %s', (server, env, expected) => {
    expect(proxy(server, env)).toBe(expected);
  });

  it('is proxy-url before the environment, whatever NO_PROXY says', () => {
    const env = { HTTPS_PROXY: 'http://env', NO_PROXY: '*' };
    expect(proxy('https://localhost', env, 'https://cluster:8080')).toBe('https://cluster:8080/');
  });

  it.each(['ftp://p', 'p:8080', 'http://', 'nonsense'])('cannot be "%s" in a kubeconfig', (url) => {
    expect(() => proxy('https://api', {}, url)).toThrow('proxy-url is not an http, https or socks5 URL');
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['https://api.example', 'api.example', true],
    ['https://api.example', 'API.Example', true],
    ['https://api.example', 'example', true],
    ['https://api.example', '.example', true],
    ['https://api.example', '*.example', true],
    ['https://example', '.example', false],
    ['https://example', '*.example', false],
    ['https://api.example', 'pi.example', false],
    ['https://api.example', 'other, api.example', true],
    ['https://api.example', '*', true],
    ['https://api.example', 'a*.example', false],
    ['https://api.example:6443', 'api.example:6443', true],
    ['https://api.example', 'api.example:443', true],
    ['https://api.example:6443', 'api.example:443', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://10.1.2.3:6443', '10.1.2.3:6443', true],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.0.0.0/40', false],
    ['https://10.1.2.3', '10.1.2.', false],
    ['https://[fd00::1]:6443', 'fd00::/8', true],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
    ['https://[fd00::1]:6443', 'fd00::1', true],
    ['https://[fd00::1]:6443', '10.0.0.0/8', false],
    ['https://api.example', ':443', false],
    ['https://api.example', '', false],
  ])('lets %s pass by with "%s": %s', (server, rules, excepted) => {
    const found = proxy(server, { HTTPS_PROXY: 'http://p', NO_PROXY: rules });
    expect(found).toBe(excepted ? null : 'http://p/');
    expect(proxy(server, { HTTPS_PROXY: 'http://p', no_proxy: rules })).toBe(found);
  });
});
