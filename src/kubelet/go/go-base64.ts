const newline = (c: number | undefined) => c === 0x0a || c === 0x0d;
const pad = 0x3d;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i;

export type Base64Result = { readonly bytes: Uint8Array } | { readonly error: string };

const corrupt = (at: number) => ({ error: `illegal base64 data at input byte ${at}` });

/**
 * Decodes base64 as Go's encoding/base64 does: `padded` is StdEncoding, otherwise RawStdEncoding.
 * CR and LF are skipped anywhere, spare bits may be set; `error` is Go's wording with Go's byte
 * offset.
 */
export function decodeBase64(input: Uint8Array, padded: boolean): Base64Result {
  const skipNewlines = (from: number) => {
    let at = from;
    while (newline(input[at])) at++;
    return at;
  };
  const out = new Uint8Array(Math.ceil((input.length * 3) / 4));
  let length = 0;
  for (let at = skipNewlines(0); at < input.length; at = skipNewlines(at)) {
    let bits = 0;
    let count = 0;
    while (count < 4 && at < input.length) {
      const c = input[at] ?? 0;
      const sextet = sextets[c] ?? -1;
      if (sextet >= 0) {
        bits = (bits << 6) | sextet;
        count++;
      } else if (padded && c === pad && count >= 2) break;
      else if (!newline(c)) return corrupt(at);
      at++;
    }
    const cut = count < 4 && at >= input.length;
    if (cut && (padded || count === 1)) return corrupt(at - count);
    if (!cut && count < 4) {
      const end = count === 2 ? skipNewlines(at + 1) : at;
      if (end >= input.length) return corrupt(input.length);
      if (input[end] !== pad) return corrupt(end - 1);
      const rest = skipNewlines(end + 1);
      if (rest < input.length) return corrupt(rest);
      at = rest;
    }
    const group = bits << (6 * (4 - count));
    for (let i = 0; i < count - 1; i++) out[length++] = (group >> (16 - 8 * i)) & 0xff;
  }
  return { bytes: out.subarray(0, length) };
}
