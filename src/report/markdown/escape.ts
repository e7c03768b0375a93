import { oneLine } from '../../text/one-line.ts';
import { visible } from '../../text/visible.ts';

/**
 * A text as Markdown prose on one line: it opens no construct of CommonMark or GitHub's extensions.
 * Pairs of single backticks, in which rules put names, become code.
 */
export function prose(text: string): string {
  const line = oneLine(text)
    .split(/(?<!`)`(?! `)([^`]+)`(?!`)/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : code(part)))
    .join('');
  // what would begin a list or underline a heading at the start of a line
  return line.replace(/^(?:[-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

const entities: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' }),
);

/** Pipes as entities: parsers do not agree on what a backslash before a pipe of a table is. */
const escaped = (text: string) =>
  text
    .replaceAll(/[\\`*_[\]#~$@]|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replaceAll(/[&<>|]/g, (char) => entities.get(char) ?? char);

/**
 * A text as a code span, in which nothing is escaped: a fence of more backticks than any run
 * within. Empty for an empty text.
 */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/**
 * A name as a cell of a table: code where neither a pipe nor a backslash makes parsers disagree
 * about it.
 */
export const codeCell = (text: string): string => (/[|\\]/.test(text) ? cell(text) : code(text));

/** A text as a cell of a table. Backticks are escaped too: in code an entity would not be read. */
export const cell = (text: string): string => escaped(oneLine(text));

/** A fenced block that holds the text whole, whatever fences it holds itself. */
export function codeBlock(text: string, language: 'text' | 'sh'): string {
  const content = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}${language}\n${content}\n${fence}`;
}

const longestRun = (text: string) =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
