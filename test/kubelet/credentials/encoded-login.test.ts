import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEncodedLogin } from '../../../src/kubelet/credentials/credential-facts.ts';
import { displayLocation } from '../../../src/kubelet/credentials/location-display.ts';
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

it.each(['janedoe:hunter2\n', 'janedoe:p\0w', 'janedoe:ÿþ?>', ':only a password'])(
  'finds that of %j, in both alphabets',
  (plain) => {
    expect(isEncodedLogin(base64(plain))).toBe(true);
    expect(isEncodedLogin(Buffer.from(plain).toString('base64url'))).toBe(true);
    expect(displayLocation(`https://${base64(plain)}/v1/`)).not.toContain(base64(plain).slice(0, 8));
  },
);

it('finds that of a password that is no UTF-8', () => {
  expect(isEncodedLogin(Buffer.from('janedoe:p\xe4ssword', 'latin1').toString('base64'))).toBe(true);
});

it('is not shown as a location', () => {
  expect(displayLocation(`https://${base64('janedoe:correct horse')}`)).toBe('https://[redacted]');
});
