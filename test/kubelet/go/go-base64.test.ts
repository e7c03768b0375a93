import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAuthField } from '../../../src/kubelet/credentials/docker-config-entry.ts';
import { decodeBase64 } from '../../../src/kubelet/go/go-base64.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function decoded(text: string, padded: boolean): string {
  const result = decodeBase64(bytes(text), padded);
  return 'error' in result ? result.error : Buffer.from(result.bytes).toString('latin1');
}
const illegal = (at: number) => `illegal base64 data at input byte ${at}`;

describe('decodeBase64, padded', () => {
  it.each([
    ['', ''],
    ['YQ==', 'a'],
    ['YR==', 'a'],
    ['Y\r\nQ=\n=\n', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
    ['Y', illegal(0)],
    ['YQ', illegal(0)],
    ['YWJjYQ', illegal(4)],
    ['Y\nQ', illegal(1)],
    ['YQ=', illegal(3)],
    ['YQ=x', illegal(2)],
    ['YQ\n=\nx', illegal(4)],
    ['YQ==x', illegal(4)],
    ['YWI==', illegal(4)],
    ['Y===', illegal(1)],
    ['=', illegal(0)],
    ['YW-_', illegal(2)],
    ['YW Jj', illegal(2)],
  ])('%j', (text, result) => {
    expect(decoded(text, true)).toBe(result);
  });
});

describe('decodeBase64, unpadded', () => {
  it.each([
    ['YQ', 'a'],
    ['YWI\n', 'ab'],
    ['Y', illegal(0)],
    ['YWJjY', illegal(4)],
    ['YQ==', illegal(2)],
    ['YWI=', illegal(3)],
  ])('%j', (text, result) => {
    expect(decoded(text, false)).toBe(result);
  });
});

it('gives back what Buffer encodes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
      const text = Buffer.from(any).toString('base64');
      expect(decodeBase64(bytes(text), true)).toEqual({ bytes: any });
      expect(decodeBase64(bytes(text.replace(/=+$/, '')), false)).toEqual({ bytes: any });
    }),
  );
});

describe('decodeAuthField', () => {
  const field = (text: string) => {
    const result = decodeAuthField(bytes(text));
    return result.ok
      ? [Buffer.from(result.username).toString(), Buffer.from(result.password).toString()]
      : result.text;
  };
  const encoded = (text: string) => Buffer.from(text).toString('base64');

  it('splits at the first colon and trims nothing', () => {
    expect(field(encoded(' a:b:c\n'))).toEqual([' a', 'b:c\n']);
    expect(field(encoded(':'))).toEqual(['', '']);
  });

  it('refuses what holds no colon', () => {
    expect(field(encoded(encoded('user:password')))).toContain(
      'must be formatted as base64(username:password)',
    );
  });

  it('takes white space after the padding for padded, which then is in the way', () => {
    expect(field(`${encoded('ab:c')} `)).toBe(illegal(8));
    expect(field('YTpi\u00a0')).toBe(illegal(4));
  });

  it('gives any user without a colon and any password back', () => {
    const user = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes(':'));
    fc.assert(
      fc.property(user, fc.string({ unit: 'grapheme' }), fc.boolean(), (name, password, cut) => {
        const text = encoded(`${name}:${password}`);
        expect(field(cut ? text.replace(/=+$/, '') : text)).toEqual([name, password]);
      }),
    );
  });
});
