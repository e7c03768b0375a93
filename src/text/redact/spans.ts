/** A part of a text, as UTF-16 indices; the end is exclusive. */
export type Span = readonly [from: number, to: number];

/** Finds the parts of others' words that must not be shown, in any order; they may overlap. */
export type FindSpans = (words: string) => readonly Span[];

/** Takes credentials out of others' words. */
export type Redact = (words: string) => string;

export const redacted = '[redacted]';

/**
 * The words with `[redacted]` in the place of what these find. All look at the words as they came,
 * so that none hides a part from another.
 */
export function redactSpans(words: string, finders: readonly FindSpans[]): string {
  const spans = finders.flatMap((find) => find(words));
  if (spans.length === 0) return words;
  let made = '';
  let done = 0;
  let hidden = false;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (to <= done) continue;
    if (from > done || !hidden) made += words.slice(done, from) + redacted;
    hidden = true;
    done = to;
  }
  return made + words.slice(done);
}
