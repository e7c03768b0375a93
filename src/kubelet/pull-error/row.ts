import type { PullErrorLabel } from '../../model/pull-error.ts';

/** One row of a pattern table: phrases that stand for a label. Read over words that `hide` has been through. */
export interface Row {
  readonly says: readonly RegExp[];
  readonly label: PullErrorLabel;
}

/** The label of the first row of which a phrase occurs, or null. Rows go from the particular to the general. */
export function firstRow(rows: readonly Row[], words: string): PullErrorLabel | null {
  return rows.find((row) => row.says.some((phrase) => phrase.test(words)))?.label ?? null;
}
