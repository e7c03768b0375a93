/** Longer than any runtime's message with a registry's whole error page in it. */
const longest = 32_000;

/** The beginning of words that nobody reads to their end, and how much is left out. */
export const cutWords = (words: string): string =>
  words.length <= longest
    ? words
    : `${words.slice(0, longest).toWellFormed()} [${words.length - longest} more characters left out]`;
