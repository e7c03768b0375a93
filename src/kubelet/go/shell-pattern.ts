type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/**
 * Reads the character class after its `[`; gives it with the index after its `]`, or null where it
 * is malformed.
 */
function readClass(chars: readonly string[], from: number): { token: Token; next: number } | null {
  let at = from;
  const bound = (): string | null => {
    const plain = chars[at++];
    if (plain === undefined || plain === '-' || plain === ']') return null;
    const char = plain === '\\' ? chars[at++] : plain;
    return char === undefined || at >= chars.length ? null : char;
  };
  const negated = chars[at] === '^';
  if (negated) at++;
  const ranges: [string, string][] = [];
  while (ranges.length === 0 || chars[at] !== ']') {
    const low = bound();
    if (low === null) return null;
    let high: string | null = low;
    if (chars[at] === '-') {
      at++;
      high = bound();
    }
    if (high === null) return null;
    ranges.push([low, high]);
  }
  return { token: { kind: 'class', negated, ranges }, next: at + 1 };
}

function compile(pattern: string): readonly Token[] | null {
  const chars = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    if (char === '*') tokens.push({ kind: 'star' });
    else if (char === '?') tokens.push({ kind: 'any' });
    else if (char === '[') {
      const read = readClass(chars, at + 1);
      if (read === null) return null;
      tokens.push(read.token);
      at = read.next - 1;
    } else {
      const literal = char === '\\' ? chars[++at] : char;
      if (literal === undefined) return null;
      tokens.push({ kind: 'char', char: literal });
    }
  }
  return tokens;
}

const codePoint = (char: string) => char.codePointAt(0) ?? 0;

function accepts(token: Token, char: string): boolean {
  if (token.kind === 'char') return token.char === char;
  if (token.kind !== 'class') return char !== '/';
  const inside = token.ranges.some(
    ([low, high]) => codePoint(low) <= codePoint(char) && codePoint(char) <= codePoint(high),
  );
  return inside !== token.negated;
}

/**
 * Matches a whole name against a shell pattern as Go's filepath.Match does on Unix; null where the
 * pattern is malformed.
 */
export function matchShellPattern(pattern: string, name: string): boolean | null {
  const tokens = compile(pattern);
  if (tokens === null) return null;
  const chars = [...name];
  let [t, c] = [0, 0];
  let retry: { t: number; c: number } | null = null;
  while (c < chars.length || t < tokens.length) {
    const token = tokens[t];
    const char = chars[c];
    if (token?.kind === 'star') {
      t++;
      retry = { t, c };
    } else if (token !== undefined && char !== undefined && accepts(token, char)) {
      t++;
      c++;
    } else {
      // Only the last star is widened: a shorter match of an earlier one can be had by the later
      // one as well.
      if (retry === null || retry.c >= chars.length || chars[retry.c] === '/') return false;
      retry = { t: retry.t, c: retry.c + 1 };
      [t, c] = [retry.t, retry.c];
    }
  }
  return true;
}
