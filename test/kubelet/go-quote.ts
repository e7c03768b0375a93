const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

function quoteChar(char: string): string {
  const known = short[char];
  if (known !== undefined) return known;
  if (!/[\p{C}\p{Z}]/u.test(char) || char === ' ') return char;
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2 && char < '\u0080') return `\\x${hex.padStart(2, '0')}`;
  return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** A text as Go's `%q` prints it. */
export const goQuote = (text: string): string => `"${[...text].map(quoteChar).join('')}"`;
