import { Document, stringify, visit } from 'yaml';
import { unseen } from './visible.ts';

/**
 * A value as YAML. Strings that YAML 1.1 readers (kubectl's, PyYAML) take for something else are
 * quoted, and what cannot be seen, what they refuse or read as a line end is escaped; a lone
 * surrogate, which YAML cannot hold, becomes U+FFFD.
 */
export function toYaml(value: unknown): string {
  const text = stringify(value, options);
  return suspect.test(text) ? carefulYaml(value) : text;
}

const options = {
  lineWidth: 0,
  aliasDuplicateObjects: false,
  compat: 'yaml-1.1',
  // quoted strings stay on one line: the line ends that the library writes into them lose a line of
  // spaces
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
} as const;

/** What cannot be seen, but for line ends, of which blocks are made. */
const escaped = `(?!\\n)(?:${unseen.source})`;
const unsafe = new RegExp(escaped, 'u');

/**
 * Traces of strings that `stringify` alone leaves to chance: `=` is a type of YAML 1.1, `\ud800`
 * half a character.
 */
const suspect = new RegExp(`${escaped}|[:-] =$|\\\\ud[89a-f]`, 'mu');

function carefulYaml(value: unknown): string {
  const document = new Document(value, options);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      const text = node.value.toWellFormed();
      node.value = text;
      if (unsafe.test(text) || text === '=') node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString(options).replaceAll(new RegExp(escaped, 'gu'), codePoint);
}

function codePoint(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
