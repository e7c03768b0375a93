/**
 * A word for a POSIX shell. Names in a report are others' words: an imagePullSecret of a Pod may be
 * named `$(reboot)`.
 */
export const shellWord = (word: string): string =>
  word !== '' && /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
