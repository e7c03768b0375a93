/**
 * A reading of a text: `chars` are bytes of UTF-8 as one-byte characters, `at[i]` to `to[i]` the
 * part of the text (UTF-16 indices, end exclusive) that byte i stands for.
 */
export interface View {
  readonly chars: string;
  readonly at: Uint32Array;
  readonly to: Uint32Array;
}

/** Collects the bytes of a view. */
interface Builder {
  add(bytes: string, at: number, to: number): void;
  view(): View;
}

function builder(): Builder {
  const chars: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  return {
    add(bytes, at, to) {
      for (const byte of bytes) {
        chars.push(byte);
        starts.push(at);
        ends.push(to);
      }
    },
    view: () => ({ chars: chars.join(''), at: Uint32Array.from(starts), to: Uint32Array.from(ends) }),
  };
}

/** Bytes of UTF-8 as one-byte characters. */
export const bytesOf = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1');

/** The text itself. */
function plainView(text: string): View {
  const made = builder();
  let at = 0;
  for (const character of text) {
    made.add(bytesOf(character), at, at + character.length);
    at += character.length;
  }
  return made.view();
}

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', plus: '+', sol: '/', bsol: '\\' },
    ...{ equals: '=', colon: ':', semi: ';', commat: '@', excl: '!', num: '#', dollar: '$', percnt: '%' },
    ...{ lpar: '(', rpar: ')', ast: '*', comma: ',', period: '.', quest: '?', lsqb: '[', rsqb: ']' },
    ...{ lbrack: '[', rbrack: ']', lcub: '{', rcub: '}', lbrace: '{', rbrace: '}', hat: '^', grave: '`' },
    ...{
      lowbar: '_',
      verbar: '|',
      vert: '|',
      Tab: '\t',
      NewLine: '\n',
      QUOT: '"',
      AMP: '&',
      LT: '<',
      GT: '>',
    },
  }),
);
const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', r: '\r', t: '\t', f: '\f', b: '\b' }),
);

/** Escapes of JSON and Go (one level or several), of URLs and of HTML. */
const escapes =
  /(?<!\\)\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([0-7]{3})|([nrtfb]))|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,8});/gi;

/** What an escape stands for, as bytes; null where it stands for nothing. */
function unescaped([, unit, hex, octal, letter, percent, hexPoint, point, name]: RegExpMatchArray) {
  if (hex !== undefined || percent !== undefined)
    return String.fromCharCode(Number.parseInt(hex ?? percent ?? '', 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  if (letter !== undefined) return letters.get(letter.toLowerCase()) ?? null;
  if (name !== undefined) return named.get(name) ?? null;
  const code = Number.parseInt(unit ?? hexPoint ?? point ?? '', point === undefined ? 16 : 10);
  return code <= 0x10ffff ? bytesOf(String.fromCodePoint(code)) : null;
}

/** The view with its escapes undone once; null where it has none. */
function unescapedView(from: View): View | null {
  const made = builder();
  let done = 0;
  let changed = false;
  const copy = (end: number) => {
    for (; done < end; done++) made.add(from.chars[done] ?? '', from.at[done] ?? 0, from.to[done] ?? 0);
  };
  for (const match of from.chars.matchAll(escapes)) {
    const plain = unescaped(match);
    if (plain === null) continue;
    changed = true;
    copy(match.index);
    done = match.index + match[0].length;
    made.add(plain, from.at[match.index] ?? 0, from.to[done - 1] ?? 0);
  }
  if (!changed) return null;
  copy(from.chars.length);
  return made.view();
}

/**
 * Runs of base64 or hex, in lines too. Separators and digits exclude each other, so that this takes
 * linear time.
 */
const encodedRuns = /[\w+/-]{11,}(?:[\s\\"'=]{1,12}[\w+/-]{4,})*/g;
const sextets = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((digit, value) => [
    digit,
    value,
  ]),
);
sextets.set('-', 62);
sextets.set('_', 63);

type Digit = readonly [value: number, at: number, to: number];

/** The bytes of digits of `bits` bits, from the `skip`th on. */
function decodeDigits(digits: readonly Digit[], bits: number, skip: number, made: Builder): void {
  let held = 0;
  let count = 0;
  let start = 0;
  for (const [value, at, to] of digits.slice(skip)) {
    if (count === 0) start = at;
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    made.add(String.fromCharCode((held >> count) & 0xff), start, to);
    start = at;
  }
  // nothing runs from one into the next
  made.add('\xff', 0, 0);
}

const digitsOf = (from: View, start: number, run: string, values: (char: string) => number | undefined) => {
  const digits: Digit[] = [];
  for (let i = 0; i < run.length; i++) {
    const value = values(run[i] ?? '');
    if (value !== undefined) digits.push([value, from.at[start + i] ?? 0, from.to[start + i] ?? 0]);
  }
  return digits;
};

const hexValue = (char: string) => (/[0-9a-f]/i.test(char) ? Number.parseInt(char, 16) : undefined);

/**
 * What runs of base64 and hex hold, wherever the encoded text may begin; null where there are none.
 */
function decodedView(from: View): View | null {
  const made = builder();
  let any = false;
  for (const { 0: run, index } of from.chars.matchAll(encodedRuns)) {
    any = true;
    const base64 = digitsOf(from, index, run, (char) => sextets.get(char));
    for (const skip of [0, 1, 2, 3]) decodeDigits(base64, 6, skip, made);
  }
  for (const { 0: run, index } of from.chars.matchAll(/[0-9a-f]{8,}(?:[\s\\"':]{1,12}[0-9a-f]{2,})*/gi)) {
    any = true;
    const hex = digitsOf(from, index, run, hexValue);
    for (const skip of [0, 1]) decodeDigits(hex, 4, skip, made);
  }
  return any ? made.view() : null;
}

/** How often escapes and encodings are undone, one upon the other. */
const depth = { escapes: 3, encodings: 2 };

/**
 * The readings of a text in which a credential may be found: as it is, with escapes undone, and of
 * what is encoded.
 */
export function viewsOf(text: string): readonly View[] {
  const views: View[] = [];
  const add = (first: View, encodings: number) => {
    let view: View | null = first;
    for (let level = 0; view !== null && level <= depth.escapes; level++) {
      views.push(view);
      const decoded = encodings > 0 ? decodedView(view) : null;
      if (decoded !== null) add(decoded, encodings - 1);
      view = unescapedView(view);
    }
  };
  add(plainView(text), depth.encodings);
  return views;
}
