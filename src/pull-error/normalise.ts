const quotes: readonly [RegExp, string][] = [
  [/[“”„‟″«»]/g, '"'],
  [/[‘’‚‛′]/g, "'"],
  [/&quot;|&#34;/g, '"'],
  [/&#39;|&apos;/g, "'"],
  // from the first backslash of a run alone, or a long run takes its square
  [/(?<!\\)\\+"/g, '"'],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with an escape character
const colour = /\u001b\[[\d;]{0,20}[A-Za-z]/g;
const frame = ' \t│┃║|';

/**
 * Quotes as ASCII, escaped quotes bare, terminal colours and Markdown links (`[url](url)`) undone.
 * One line stays one line.
 */
function plainQuotes(text: string): string {
  let plain = text.replace(colour, '').replace(/\u00a0/g, ' ');
  for (const [from, to] of quotes) plain = plain.replace(from, to);
  return plain.replace(/\[((?:https?|docker):\/\/[^\s\]]{1,2000})\]\([^\s)]{1,2000}\)/g, '$1');
}

function unframe(line: string): string {
  let from = 0;
  let to = line.length;
  while (from < to && frame.includes(line.charAt(from))) from++;
  while (to > from && frame.includes(line.charAt(to - 1))) to--;
  return line.slice(from, to);
}

/**
 * The text as one line, in the ways it may have been wrapped: at spaces, or hard, inside a word.
 * Frames of terminal programs (`│ … │`) are taken off.
 */
export function unwrap(text: string): readonly string[] {
  const lines = plainQuotes(text)
    .split(/\r?\n/)
    .map((line) => unframe(line.replace(/\s{2,}/g, ' ')))
    .filter((line) => line !== '');
  const atSpaces = lines.join(' ');
  return lines.length < 2 ? [atSpaces] : [atSpaces, lines.join('')];
}
