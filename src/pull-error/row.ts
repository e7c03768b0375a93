import type { PullErrorLabel } from '../model/pull-error.ts';
import { anchorOf } from './anchor.ts';

/** One row of a pattern table: phrases that stand for a label. Read over words that `hide` has been through. */
export interface Row {
  /** A text is looked for in any letter case. */
  readonly says: readonly (string | RegExp)[];
  readonly label: PullErrorLabel;
}

const anchors = new Map<string | RegExp, string>();

/** What a phrase cannot occur without, in lower case. */
function anchor(phrase: string | RegExp): string {
  const known = anchors.get(phrase);
  if (known !== undefined) return known;
  const text = typeof phrase === 'string' ? phrase.toLowerCase() : anchorOf(phrase);
  anchors.set(phrase, text);
  return text;
}

/** The label of the first row of which a phrase occurs, or null. Rows go from the particular to the general. */
export function firstRow(rows: readonly Row[], words: string): PullErrorLabel | null {
  const lower = words.toLowerCase();
  const occurs = (phrase: string | RegExp) =>
    lower.includes(anchor(phrase)) && (typeof phrase === 'string' || phrase.test(words));
  return rows.find((row) => row.says.some(occurs))?.label ?? null;
}
