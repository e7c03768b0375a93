import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trimSpace } from '../../../src/kubelet/go/go-space.ts';
import { compareUtf8, decodeStrict, decodeUtf8, encodeUtf8 } from '../../../src/kubelet/go/utf8.ts';

it.each([
  [[0xff], '\ufffd'],
  [[0xe2, 0x82], '\ufffd\ufffd'],
  [[0xe2, 0x82, 0xac], '€'],
  [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  [[0xc0, 0x80, 0x41], '\ufffd\ufffdA'],
  [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
  [[0xef, 0xbb, 0xbf, 0x41, 0x80], '\ufeffA\ufffd'],
])('decodeUtf8 %j', (bytes, text) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
});

it('decodes what it encodes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeStrict(encodeUtf8(text))).toBe(text);
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    }),
  );
});

it('compareUtf8 orders as Buffer.compare does', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 3 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(compareUtf8('\uffff', '\u{10000}')).toBeLessThan(0);
  expect(compareUtf8('a', 'ab')).toBeLessThan(0);
});

it('trimSpace knows Go’s white space', () => {
  expect(trimSpace('\u00a0\u0085\u3000a b\v\f\r\n')).toBe('a b');
  expect(trimSpace('\ufeffa')).toBe('\ufeffa');
  expect(trimSpace('  ')).toBe('');
});
