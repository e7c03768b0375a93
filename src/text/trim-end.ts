/**
 * A text without this character at its end, in linear time: `/=+$/` looks at every run of the
 * character to its end.
 */
export function trimEndOf(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
