const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 bytes as text; null where they are not valid UTF-8. */
export function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

const sequenceLength = (lead: number) => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/**
 * UTF-8 bytes as text, with one U+FFFD for each byte that is not part of a valid sequence, as Go
 * ranges over a string.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const whole = decodeStrict(bytes);
  if (whole !== null) return whole;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] ?? 0);
    const char = decodeStrict(bytes.subarray(at, at + length));
    text += char ?? '\ufffd';
    at += char === null ? 1 : length;
  }
  return text;
}

/** Text as UTF-8 bytes. */
export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

/** Orders texts by their UTF-8 bytes, as Go sorts strings. */
export function compareUtf8(a: string, b: string): number {
  // below the surrogates the order of UTF-16 is that of UTF-8
  if (!/[\ud800-\uffff]/.test(a) && !/[\ud800-\uffff]/.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = encodeUtf8(a);
  const right = encodeUtf8(b);
  const at = left.findIndex((byte, i) => byte !== right[i]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}
