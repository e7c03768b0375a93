import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEncodedLogin } from '../../src/kubelet/encoded-login.ts';
import { displayLocation } from '../../src/kubelet/location-display.ts';
import { base64 } from './secrets.ts';

it.each(['registry', 'localhost', 'builder', 'robot$project', 'a'.repeat(40), 'x:y', base64('a:b'), ''])(
  '%j is none',
  (text) => expect(isEncodedLogin(text)).toBe(false),
);

it('finds the base64 of any login, padded or not', () => {
  const word = fc.string({ minLength: 5 });
  fc.assert(
    fc.property(word, word, (user, password) => {
      const encoded = base64(`${user}:${password}`);
      expect(isEncodedLogin(encoded)).toBe(true);
      expect(isEncodedLogin(` ${encoded.replaceAll('=', '')}`)).toBe(true);
    }),
  );
});

it('is not shown as a location', () => {
  expect(displayLocation(`https://${base64('janedoe:correct horse')}`)).toBe('https://[redacted]');
});
