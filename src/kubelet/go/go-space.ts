// Go's unicode.IsSpace: unlike JavaScript's \s it holds U+0085 and not U+FEFF
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/**
 * The text without the characters at its edges that the one-character pattern matches. Linear, as a
 * pattern with `+$` is not.
 */
export function trimBy(pattern: RegExp, text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && pattern.test(text.charAt(start))) start++;
  while (end > start && pattern.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The text without white space at its edges (Go's strings.TrimSpace). */
export const trimSpace = (text: string): string => trimBy(space, text);
