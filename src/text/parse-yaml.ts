import {
  Composer,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type Tags,
} from 'yaml';
import { isMergeTag, mergeTag } from './yaml-merge.ts';

/** Options of the library; `tags` picks among the tags of its schema. */
type YamlOptions = ParseOptions &
  DocumentOptions &
  Omit<SchemaOptions, 'customTags'> & { readonly first?: boolean; readonly tags?: (all: Tags) => Tags };

/** The documents of a text, or the line of its first mistake. */
export type Yaml = { readonly documents: readonly Document[] } | { readonly mistake: number };

/**
 * Parses YAML up to the first token that is none: the library's own parseAllDocuments goes on, and
 * takes seconds for the errors of a megabyte of brackets. Errors give a line alone, since the
 * library's quote the text. Merge keys are read as kubectl reads them. With `first`, whatever
 * follows the first document is not read.
 */
export function parseYaml(
  text: string,
  { first = false, tags = (all) => all, ...options }: YamlOptions = {},
): Yaml {
  const tokens = [];
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') return { mistake: lineAt(text, token.offset) };
    tokens.push(token);
    if (first && token.type === 'document') break;
  }
  const customTags = (all: Tags) => [
    ...tags(all).filter((tag) => tag !== 'merge' && !isMergeTag(tag)),
    mergeTag(),
  ];
  const composer = new Composer({ logLevel: 'silent', prettyErrors: false, ...options, customTags });
  const documents = [...composer.compose(tokens, true, text.length)];
  const broken = documents.find((document) => document.errors.length > 0);
  return broken === undefined ? { documents } : { mistake: lineAt(text, broken.errors[0]?.pos[0] ?? 0) };
}

const lineAt = (text: string, position: number) => text.slice(0, position).split('\n').length;
