import { findPartFault } from './reference-part-fault.ts';

/** Where an image text goes wrong (an index of the text), and what is there. */
export interface ReferenceFault {
  readonly position: number | null;
  readonly hint: string;
}

type Describe = (found: string, at: number, text: string) => string;

const shown = (char: string) =>
  /[\p{C}\p{Z}\p{M}]/u.test(char)
    ? `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : `\`${char}\``;

function whiteSpace(found: string, at: number, text: string): string {
  if (at === 0) return 'white space at the start';
  return at + found.length === text.length ? 'white space at the end' : 'white space';
}

// In this order: what explains most comes first.
const faults: readonly (readonly [RegExp, Describe])[] = [
  [
    /\$\{[^}]*\}?|\$\([^)]*\)?|\{\{.*?(?:\}\}|$)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%/s,
    (found) => `unexpanded variable \`${found}\``,
  ],
  [/<[^<>]+>/, (found) => `placeholder \`${found}\``],
  [/\s+/, whiteSpace],
  [/^["'`]|["'`]$/, (found) => `quotation mark ${shown(found)}`],
  [/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, (found) => `scheme \`${found}\` in front`],
  [/[^A-Za-z0-9._\-/:@+[\]]/u, (found) => `character ${shown(found)}`],
  [/^[a-f0-9]{64}$/, () => '64 hexadecimal digits, the form of an image ID'],
];

/**
 * Points at the character for which an image text cannot be parsed, with a short phrase that names what is wrong. `position` is null where
 * no single character is at fault.
 */
export function findReferenceFault(text: string): ReferenceFault {
  if (text === '') return { position: null, hint: 'empty text' };
  for (const [pattern, describe] of faults) {
    const match = pattern.exec(text);
    if (match !== null) return { position: match.index, hint: describe(match[0], match.index, text) };
  }
  return findPartFault(text) ?? { position: null, hint: 'not of the form `registry/repository:tag@digest`' };
}
