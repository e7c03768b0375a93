import { type DefaultTreeAdapterTypes, type ParserError, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/**
 * A page as a browser reads it: its elements in order, their text, and what of it is no proper
 * HTML.
 */
export interface Page {
  readonly elements: readonly {
    readonly name: string;
    readonly attributes: ReadonlyMap<string, string>;
    readonly text: string;
  }[];
  readonly errors: readonly string[];
}

export function readPage(html: string): Page {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }: ParserError) => errors.push(code) });
  return {
    elements: elementsOf(document).map((one) => ({
      name: one.tagName,
      attributes: new Map(one.attrs.map(({ name, value }) => [name, value])),
      text: textOf(one),
    })),
    errors,
  };
}

const children = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);

const elementsOf = (node: Node): readonly Element[] =>
  children(node).flatMap((child) => [...('tagName' in child ? [child] : []), ...elementsOf(child)]);

const textOf = (node: Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : children(node).map(textOf).join('');
