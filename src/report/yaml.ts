import { Document, stringify, visit } from 'yaml';

/**
 * The document of `-o json` as YAML. Strings that YAML 1.1 readers (kubectl's, PyYAML) take for something else are quoted, and what they
 * refuse or read as a line end is escaped; a lone surrogate, which YAML cannot hold, becomes U+FFFD.
 */
export function renderYaml(document: object): string {
  const text = stringify(document, options);
  return suspect.test(text) ? carefulYaml(document) : text;
}

const options = {
  lineWidth: 0,
  aliasDuplicateObjects: false,
  compat: 'yaml-1.1',
  // quoted strings stay on one line: the line ends that the library writes into them lose a line of spaces
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
} as const;

/** Not printable in YAML 1.2, a line break in YAML 1.1, or a tab, which some readers refuse unless it is escaped. */
const unsafe = /[\t\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Traces of strings that `stringify` alone leaves to chance: `=` is a type of YAML 1.1, `\ud800` half a character. */
const suspect = new RegExp(`${unsafe.source}|[:-] =$|\\\\ud[89a-f]`, 'mu');

function carefulYaml(content: object): string {
  const document = new Document(content, options);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      const text = node.value.toWellFormed();
      node.value = text;
      if (unsafe.test(text) || text === '=') node.type = 'QUOTE_DOUBLE';
    },
  });
  const codePoint = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return document.toString(options).replaceAll(new RegExp(unsafe, 'gu'), codePoint);
}
