/**
 * Characters that cannot be seen, or that move what can: controls, format characters (direction
 * marks, zero width, tags), line and paragraph separators, whatever Unicode lets a program leave
 * out, spaces other than the usual one, lone surrogates, noncharacters.
 */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]|(?! )\p{Zs}/gu;

/**
 * A text on one line in which every character can be seen: the others are named, `<U+202E>`. For
 * words of others, before any layout.
 */
export const visible = (text: string): string => text.replaceAll(unseen, named);

/** The first character of a text that cannot be seen, as `U+200B`; null for none. */
export function unseenIn(text: string): string | null {
  const [found] = text.match(unseen) ?? [];
  return found === undefined ? null : named(found).slice(1, -1);
}

const named = (char: string) =>
  `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** Plain data with every text in it made visible; names of fields stay. */
export const visibleData = <T>(data: T): T => visibleTexts(data) as T;

function visibleTexts(data: unknown): unknown {
  if (typeof data === 'string') return visible(data);
  if (Array.isArray(data)) return data.map(visibleTexts);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, visibleTexts(value)]));
}
