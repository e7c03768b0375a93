import type { PullErrorLabel } from '../model/pull-error.ts';
import { mayMatch } from '../text/anchors.ts';

/**
 * One row of a pattern table: phrases that stand for a label. Read over words that `hide` has been
 * through.
 */
export interface Row {
  /** A text is looked for in any letter case. */
  readonly says: readonly Phrase[];
  readonly label: PullErrorLabel;
}

export type Phrase = string | RegExp;

/**
 * The label of the first row of which a phrase occurs, or null. Rows go from the particular to the
 * general.
 */
export function firstRow(rows: readonly Row[], words: string): PullErrorLabel | null {
  const lower = words.toLowerCase();
  return rows.find(({ says }) => says.some((phrase) => occurs(phrase, words, lower)))?.label ?? null;
}

/** Whether one of the phrases occurs in the words. */
export function anyOccurs(phrases: readonly Phrase[], words: string): boolean {
  const lower = words.toLowerCase();
  return phrases.some((phrase) => occurs(phrase, words, lower));
}

const occurs = (phrase: Phrase, words: string, lower: string): boolean =>
  typeof phrase === 'string'
    ? lower.includes(phrase.toLowerCase())
    : mayMatch(phrase, lower) && phrase.test(words);
