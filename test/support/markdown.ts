import { type MarkedToken, marked, type Token } from 'marked';

const tokensOf = (markdown: string) => marked.lexer(markdown, { gfm: true }) as readonly MarkedToken[];

/**
 * The blocks of a document in short, their texts left out: `h2`, `p`, `list 3`, `table 2x4`, `code
 * sh`.
 */
export const blocksOf = (markdown: string): readonly string[] => tokensOf(markdown).flatMap(blockOf);

function blockOf(token: MarkedToken): readonly string[] {
  switch (token.type) {
    case 'space':
      return [];
    case 'heading':
      return [`h${token.depth}`];
    case 'paragraph':
      return ['p'];
    case 'code':
      return [`code ${token.lang}`];
    case 'list':
      return [`list ${token.items.length}`, ...token.items.flatMap((item) => nestedLists(item.tokens))];
    case 'table':
      return [`table ${token.rows.length}x${token.header.length}`];
    default:
      return [token.type];
  }
}

/** An item is text, and lists below it. */
const nestedLists = (tokens: readonly Token[]) =>
  (tokens as readonly MarkedToken[]).filter((one) => one.type !== 'text').flatMap(blockOf);

/** Kinds of inline constructs that the document uses. */
export function inlineKinds(markdown: string): ReadonlySet<string> {
  const kinds = new Set<string>();
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    kinds.add(token.type);
  });
  return kinds;
}

/** The contents of the fenced blocks of a language. */
export const codeBlocks = (markdown: string, language: string): readonly string[] =>
  tokensOf(markdown).flatMap((token) =>
    token.type === 'code' && token.lang === language ? [token.text] : [],
  );

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** What a reader sees of a text: the tags of the rendering gone, its references resolved. */
export const visible = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = '') =>
      code === undefined ? (named[name] ?? whole) : String.fromCodePoint(Number(code)),
    );

export const htmlOf = (markdown: string): string => marked.parse(markdown, { gfm: true, async: false });
