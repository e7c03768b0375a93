import { Composer, type Document, type ParseOptions, Parser, type SchemaOptions } from 'yaml';

/** The documents of a text, or the line of its first mistake. */
export type Yaml = { readonly documents: readonly Document[] } | { readonly mistake: number };

/**
 * Parses YAML up to the first token that is none: the library's own parseAllDocuments goes on, and takes seconds for the errors of a megabyte
 * of brackets. Errors give a line alone, since the library's quote the text.
 */
export function parseYaml(
  text: string,
  options: ParseOptions & SchemaOptions & { merge?: boolean } = {},
): Yaml {
  const tokens = [];
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') return { mistake: lineAt(text, token.offset) };
    tokens.push(token);
  }
  const composer = new Composer({ logLevel: 'silent', prettyErrors: false, ...options });
  const documents = [...composer.compose(tokens, true, text.length)];
  const broken = documents.find((document) => document.errors.length > 0);
  return broken === undefined ? { documents } : { mistake: lineAt(text, broken.errors[0]?.pos[0] ?? 0) };
}

const lineAt = (text: string, position: number) => text.slice(0, position).split('\n').length;
