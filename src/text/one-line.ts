import { printable } from './printable.ts';

/** A text on one line: control characters in caret notation, white space and line ends as single spaces. */
export const oneLine = (text: string): string =>
  printable(text.toWellFormed(), false).replaceAll(/\s+/g, ' ').trim();
