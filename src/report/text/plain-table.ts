import Table from 'cli-table3';

const indent = '  ';

const borderless = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

/** One line, or several below one another. */
export type Cell = string | readonly string[];

/**
 * Rows under a head in aligned columns, without borders and colours; the lines are indented and
 * have no white space at their ends.
 */
export function plainTable(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const table = new Table({
    head: [...head],
    // the defaults print colour codes even into a pipe
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: borderless,
  });
  table.push(...rows.map((row) => row.map((cell) => [cell].flat().join('\n'))));
  return table
    .toString()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd());
}
