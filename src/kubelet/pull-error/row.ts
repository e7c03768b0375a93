import type { PullErrorLabel } from '../../model/pull-error.ts';

/** One row of a pattern table: phrases that stand for a label. Read over words that `hide` has been through. */
export interface Row {
  /** A text is looked for in any letter case. Most phrases are: an expression costs its compilation at every start of the program. */
  readonly says: readonly (string | RegExp)[];
  readonly label: PullErrorLabel;
}

/** The label of the first row of which a phrase occurs, or null. Rows go from the particular to the general. */
export function firstRow(rows: readonly Row[], words: string): PullErrorLabel | null {
  const lower = words.toLowerCase();
  const occurs = (phrase: string | RegExp) =>
    typeof phrase === 'string' ? lower.includes(phrase.toLowerCase()) : phrase.test(words);
  return rows.find((row) => row.says.some(occurs))?.label ?? null;
}
