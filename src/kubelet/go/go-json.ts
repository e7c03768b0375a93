import { jsonSyntaxError } from './json-syntax.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * A value inside a JSON text that is known to be valid: the bytes from `start` to `end`, no white
 * space around.
 */
export interface JsonValue {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'bool' | 'null';

const kinds: ReadonlyMap<string, JsonKind> = new Map(
  Object.entries<JsonKind>({
    '{': 'object',
    '[': 'array',
    '"': 'string',
    t: 'bool',
    f: 'bool',
    n: 'null',
  }),
);

const charAt = (bytes: Uint8Array, at: number) => String.fromCharCode(bytes[at] ?? 0);
const isBlank = (char: string) => char === ' ' || char === '\n' || char === '\r' || char === '\t';

function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(charAt(bytes, at))) at++;
  return at;
}

function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
  return at + 1;
}

function skipWord(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && /[\w+.-]/.test(charAt(bytes, at))) at++;
  return at;
}

/** Counts brackets rather than recursing, so that deep nesting costs no stack. */
function skipValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const char = charAt(bytes, at);
    if (char === '{' || char === '[') depth++;
    if (char === '}' || char === ']') depth--;
    if (char === '"') at = skipString(bytes, at);
    else at = Math.max(at + 1, skipWord(bytes, at));
  } while (depth > 0);
  return at;
}

const valueAt = (bytes: Uint8Array, start: number): JsonValue => ({
  bytes,
  start,
  end: skipValue(bytes, start),
});

/**
 * Checks the syntax of a whole JSON text, then gives its value; `error` is in the words of Go's
 * encoding/json.
 */
export function parseJson(bytes: Uint8Array): { readonly value: JsonValue } | { readonly error: string } {
  const error = jsonSyntaxError(bytes);
  return error === null ? { value: valueAt(bytes, skipBlank(bytes, 0)) } : { error };
}

/** The kind of a value, named as Go's errors name it. */
export const jsonKind = (value: JsonValue): JsonKind =>
  kinds.get(charAt(value.bytes, value.start)) ?? 'number';

function children(value: JsonValue, named: boolean): readonly (readonly [string, JsonValue])[] {
  const { bytes } = value;
  const found: (readonly [string, JsonValue])[] = [];
  let at = skipBlank(bytes, value.start + 1);
  while (at < value.end - 1) {
    const name = named ? valueAt(bytes, at) : null;
    if (name !== null) at = skipBlank(bytes, skipBlank(bytes, name.end) + 1);
    const child = valueAt(bytes, at);
    found.push([name === null ? '' : jsonString(name), child]);
    at = skipBlank(bytes, skipBlank(bytes, child.end) + 1);
  }
  return found;
}

/** The members of an object in the order of the text, repeated names included. */
export const jsonMembers = (value: JsonValue): readonly (readonly [string, JsonValue])[] =>
  children(value, true);

/** The elements of an array. */
export const jsonElements = (value: JsonValue): readonly JsonValue[] =>
  children(value, false).map(([, child]) => child);

/** The text of a string value. Bad UTF-8 bytes and lone surrogates become U+FFFD, as in Go. */
export function jsonString(value: JsonValue): string {
  const raw = decodeUtf8(value.bytes.subarray(value.start, value.end));
  // Bad bytes are replaced already, so that the rest is JSON for JavaScript too.
  return (JSON.parse(raw) as string).toWellFormed();
}

/**
 * A field name as encoding/json compares it: case ignored for ASCII letters, with the long s and
 * the Kelvin sign folded to theirs.
 */
export const foldName = (name: string): string =>
  name
    .replace(/\u017f/g, 's')
    .replace(/\u212a/g, 'k')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
