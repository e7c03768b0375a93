import type { FindSpans, Span } from './spans.ts';
import { bytesOf, type View, viewsOf } from './views.ts';

/**
 * Credentials in a form in which a text can be searched for them. Who holds one sees `[redacted]`
 * alone: its parts are in no property.
 */
export interface CredentialIndex {
  /** The parts of a view that belong to a credential. */
  spans(view: View, shown: ShownWords): readonly Span[];
}

/**
 * Texts that a report shows anyway, and the words of components themselves: finding a password in
 * them tells nothing.
 */
export type ShownWords = (part: string) => boolean;

/** Shorter ones are parts of ordinary words, and would tear every text apart. */
const shortest = 4;
/**
 * Parts of a credential that count: of this many characters, and of one of `long` characters or
 * more of that many.
 */
const part = { usual: 8, long: 24, ofLong: 12 };
/**
 * Characters of credentials of which every part is looked for; of what is beyond them only the
 * whole.
 */
const usual = 64_000;

const vocabulary = `
  Failed to pull image Back-off pulling image ErrImagePull ImagePullBackOff ErrImageNeverPull InvalidImageName
  rpc error: code = Unknown desc = failed to pull and unpack image failed to resolve reference failed to authorize:
  failed to fetch oauth token failed to fetch anonymous token unexpected status from GET request to https:// http://
  HEAD request pull access denied repository does not exist or may require authorization: server message:
  insufficient_scope: authorization failed no basic auth credentials unauthorized: authentication required
  incorrect username or password 400 Bad Request 401 Unauthorized 403 Forbidden 404 Not Found 429 Too Many Requests
  500 Internal Server Error 502 Bad Gateway 503 Service Unavailable manifest unknown name unknown registry docker
  dial tcp lookup no such host connection refused i/o timeout context deadline exceeded x509: certificate signed by
  unknown authority secret token container images pod default node bearer realm service scope
  service account kubernetes.io dockerconfigjson administrator
`.replaceAll(/\s+/g, ' ');

/** Says of a part whether one of these texts, or the vocabulary of kubelet and runtimes, has it. */
export function shownWords(texts: readonly string[]): ShownWords {
  const all = canonical(bytesOf(`${vocabulary}\xff${texts.join('\xff')}`));
  const partsOf = new Map<number, Set<string>>();
  return (wanted) => {
    const size = wanted.length;
    if (size !== part.usual && size !== part.ofLong) return all.includes(wanted);
    const parts = partsOf.get(size) ?? new Set<string>();
    if (parts.size === 0) for (let i = 0; i + size <= all.length; i++) parts.add(all.slice(i, i + size));
    partsOf.set(size, parts);
    return parts.has(wanted);
  };
}

/**
 * Left out where texts are compared: quoting, line breaks and spaces (a + in forms), in whatever
 * way an answer has them.
 */
const ignored = (code: number) =>
  code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x2b || code === 0x5c || code === 0x7f;

const canonical = (bytes: string): string => {
  let made = '';
  for (let i = 0; i < bytes.length; i++) if (!ignored(bytes.charCodeAt(i))) made += bytes[i];
  return made.toLowerCase();
};

/**
 * Indexes credentials as they were read. Those of less than four characters are left out; beyond
 * `most` characters, only whole ones are found.
 */
export function indexCredentials(credentials: Iterable<string>, most = usual): CredentialIndex {
  const parts = new Set<string>();
  /** Whole ones by their first characters. */
  const wholes = new Map<string, string[]>();
  const short = new Set<string>();
  let room = most;
  for (const bytes of new Set([...credentials].map((one) => canonical(bytesOf(one))))) {
    if (bytes.length < shortest) continue;
    if (bytes.length < part.usual) {
      short.add(bytes);
      continue;
    }
    const size = bytes.length < part.long ? part.usual : part.ofLong;
    const first = bytes.slice(0, part.usual);
    const known = wholes.get(first);
    if (known === undefined) wholes.set(first, [bytes]);
    else known.push(bytes);
    if (bytes.length <= room) {
      room -= bytes.length;
      for (let i = 0; i + size <= bytes.length; i++) parts.add(bytes.slice(i, i + size));
    }
  }
  const starts = new Uint8Array(0x1_0000);
  const mark = (text: string) => {
    starts[((text.charCodeAt(0) & 0xff) << 8) | (text.charCodeAt(1) & 0xff)] = 1;
  };
  for (const one of parts) mark(one);
  for (const one of wholes.keys()) mark(one);
  for (const one of short) mark(one);

  const lengthAt = (text: string, i: number, shown: ShownWords): number => {
    for (const size of [part.ofLong, part.usual]) {
      const one = text.slice(i, i + size);
      if (one.length === size && parts.has(one) && !shown(one)) return size;
    }
    const whole = wholes.get(text.slice(i, i + part.usual))?.find((one) => text.startsWith(one, i));
    return whole === undefined || shown(whole) ? 0 : whole.length;
  };
  return {
    spans(view, shown) {
      const { text, at } = comparable(view);
      const spans: Span[] = [];
      const add = (from: number, end: number) =>
        spans.push([view.at[at[from] ?? 0] ?? 0, view.to[at[end - 1] ?? 0] ?? 0]);
      for (let i = 0; i + shortest <= text.length; i++) {
        if (starts[((text.charCodeAt(i) & 0xff) << 8) | (text.charCodeAt(i + 1) & 0xff)] === 0) continue;
        const length = lengthAt(text, i, shown);
        if (length > 0) add(i, i + length);
        if (short.size === 0) continue;
        for (let size = shortest; size < part.usual; size++) {
          const one = text.slice(i, i + size);
          if (short.has(one) && standsAlone(view.chars, at[i] ?? 0, at[i + size - 1] ?? 0) && !shown(one))
            add(i, i + size);
        }
      }
      return spans;
    },
  };
}

/** It is no part of a longer name. */
const standsAlone = (chars: string, from: number, last: number) =>
  !/[\w-]/.test(chars[from - 1] ?? '') && !/[\w-]/.test(chars[last + 1] ?? '');

const comparableTexts = new WeakMap<View, { readonly text: string; readonly at: Uint32Array }>();

/** The canonical characters of a view, and where in it each stands. */
function comparable(view: View): { readonly text: string; readonly at: Uint32Array } {
  const known = comparableTexts.get(view);
  if (known !== undefined) return known;
  const at = new Uint32Array(view.chars.length);
  let length = 0;
  for (let i = 0; i < view.chars.length; i++) if (!ignored(view.chars.charCodeAt(i))) at[length++] = i;
  const made = { text: canonical(view.chars), at };
  comparableTexts.set(view, made);
  return made;
}

/**
 * Invisible characters of more than one byte are left out as well: an answer may be split by them.
 */
const invisible = /[\u0080-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

/**
 * Finds every part of these credentials in a text, in any of the spellings of `viewsOf`. `shown`
 * are texts that are shown anyway, as the names of images. The same words are looked through once.
 */
export function credentialFinder(indices: readonly CredentialIndex[], shown: readonly string[]): FindSpans {
  if (indices.length === 0) return () => [];
  const isShown = shownWords(shown);
  const known = new Map<string, readonly Span[]>();
  return (words) => {
    const before = known.get(words);
    if (before !== undefined) return before;
    const clean = invisible.test(words) ? withoutInvisible(words) : null;
    const found = viewsOf(clean?.text ?? words).flatMap((view) =>
      indices.flatMap((index) => index.spans(view, isShown)),
    );
    const spans =
      clean === null
        ? found
        : found.map(([from, to]): Span => [clean.at[from] ?? 0, (clean.at[to - 1] ?? 0) + 1]);
    known.set(words, spans);
    return spans;
  };
}

function withoutInvisible(words: string): { readonly text: string; readonly at: readonly number[] } {
  let text = '';
  const at: number[] = [];
  let index = 0;
  for (const character of words) {
    if (!invisible.test(character)) {
      text += character;
      for (let i = 0; i < character.length; i++) at.push(index + i);
    }
    index += character.length;
  }
  return { text, at };
}
