import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServer, withoutLogin } from '../../src/api-client/kubeconfig/server-url.ts';

describe('a server without its login', () => {
  it.each([
    ['https://api:6443', 'https://api:6443'],
    ['https://u:p@api:6443/k8s?a=b#c', 'https://api:6443/k8s'],
    ['https://u:p@ss@api', 'https://api'],
    ['u:p@api:6443', 'http://api:6443'],
    ['https:u:p@api', 'http://api'],
    ['https://[::1]:6443/k8s/', 'https://[::1]:6443/k8s'],
  ])('%s: %s', (server, url) => {
    expect(`${parseServer(withoutLogin(server))}`.replace(/\/$/, '')).toBe(url);
  });

  it.each(['https:/u:p@api', 'https//u:p@api', 'https://u:1/p@api', 'https://u:a?p@api', 'https://u:#p@api'])(
    '%s is refused, and nothing is left of the login',
    (server) => {
      expect(withoutLogin(server)).toBe('…@api');
      expect(() => parseServer(withoutLogin(server))).toThrow(/has an @ where no login can be/);
    },
  );

  it('shows no password, whatever it is and however the URL is mistyped', () => {
    const scheme = fc.constantFrom('https://', 'https:/', 'https:', 'https//', 'https:///', '//', '/', '');
    const password = fc
      .string({ minLength: 1, unit: fc.constantFrom(...'Qq7/?#@:%[]\n ') })
      .map((text) => `${text}Z`);
    fc.assert(
      fc.property(scheme, password, (start, hidden) => {
        const shown = withoutLogin(`${start}jane:${hidden}@api.example:6443/base`);
        expect(shown).toMatch(/^(https:\/\/|\/\/)?(…@)?api\.example:6443\/base$/);
      }),
    );
  });
});
