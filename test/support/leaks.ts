import { stripVTControlCharacters } from 'node:util';

/** Texts that nothing may show, and what to call them. */
export interface Hidden {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Those whose texts an output shows, in whole or a part of them, in any of their forms, each with
 * what stands before it.
 */
export type LeakFinder = (output: string) => readonly string[];

const piece = 8;

/**
 * base64 of a text wherever it begins among other bytes, without the characters that those share.
 */
function base64Anywhere(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const encoded = bytes.toString('base64').replace(/=+$/, '');
    const shared = bytes.length % 3 === 0 ? 0 : 1;
    return encoded.slice(Math.ceil((offset * 8) / 6), encoded.length - shared);
  });
}

/**
 * What becomes of a text in logs, URLs, JSON and Secrets. A JWT's parts are base64 of what is in
 * them.
 */
export function formsOf(text: string): readonly string[] {
  const hex = Buffer.from(text).toString('hex');
  const percents = hex.replace(/../g, '%$&');
  const once = base64Anywhere(text);
  return [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    hex,
    hex.toUpperCase(),
    percents,
    percents.toUpperCase(),
    ...once,
    ...once.flatMap(base64Anywhere),
  ];
}

/**
 * White space and colours aside, which wrapping and tables put into a text; base64url as base64.
 */
const plain = (text: string) =>
  stripVTControlCharacters(text).replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');

const bits = 2 ** 24;

/** Gives each run of eight characters of a text, as a number and where it begins. */
function eachPiece(text: string, visit: (hash: number, at: number) => void): void {
  // the first character's share in a hash of eight
  const share = Array.from({ length: piece - 1 }).reduce<number>((power) => Math.imul(power, 0x01000193), 1);
  let hash = 0;
  for (let end = 0; end < text.length; end++) {
    if (end >= piece) hash = (hash - Math.imul(text.charCodeAt(end - piece), share)) | 0;
    hash = (Math.imul(hash, 0x01000193) + text.charCodeAt(end)) | 0;
    if (end >= piece - 1) visit((hash ^ (hash >>> 9)) & (bits - 1), end - piece + 1);
  }
}

/**
 * Finds every run of eight characters of a hidden text, and every run of eleven of its other forms.
 * `harmless` is what may be shown all the same. Shorter texts are looked for whole.
 */
export function leakFinder(hidden: readonly Hidden[], harmless = ''): LeakFinder {
  const allowed = new Set<string>();
  const shown = plain(harmless);
  eachPiece(shown, (_, at) => allowed.add(shown.slice(at, at + piece)));
  const owners = new Map<string, string>();
  const marks = new Uint8Array(bits);
  const short: [string, string][] = [];
  for (const { name, texts } of hidden)
    for (const text of texts)
      for (const [index, form] of [...new Set(formsOf(text).map(plain))].entries()) {
        if (form.length < piece && index === 0 && !shown.includes(form)) short.push([form, name]);
        eachPiece(form, (hash, at) => {
          const one = form.slice(at, at + piece);
          if ((index > 2 && at % 4 !== 0) || allowed.has(one)) return;
          owners.set(one, name);
          marks[hash] = 1;
        });
      }
  return (output) => {
    const text = plain(output);
    const found = new Map(
      short.filter(([form]) => text.includes(form)).map(([form, name]) => [name, `${name}: ${form}`]),
    );
    eachPiece(text, (hash, at) => {
      if (marks[hash] === 0) return;
      const name = owners.get(text.slice(at, at + piece));
      if (name !== undefined && !found.has(name))
        found.set(name, `${name}: …${text.slice(Math.max(0, at - 40), at + piece)}`);
    });
    return [...found.values()];
  };
}
