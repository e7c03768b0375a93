import { relative, resolve, sep } from 'node:path';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
} from 'yaml';
import type { Locate } from '../../objects/attached-origin.ts';

/**
 * A text that documents were parsed from: `file` as the user named it, `-` for standard input;
 * `line` is where the text begins in it.
 */
export interface PlacedText {
  readonly file: string;
  readonly text: string;
  readonly line: number;
}

/** Tells where the values of a document stand; `document` is asked for when the first place is. */
export function placesIn({ file, text, line }: PlacedText, document: () => Document | undefined): Locate {
  let lines: LineCounter | undefined;
  const path = file === '-' ? file : fromHere(file);
  return (keys) => {
    const found = document();
    const node = found === undefined ? null : nodeAt(found, keys);
    if (found === undefined || node === null) return null;
    lines ??= linesOf(text);
    const place = lines.linePos(node.range?.[0] ?? 0);
    return { path, line: place.line + line - 1, column: place.col, template: templateOf(found, keys) };
  };
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/**
 * The node at these keys; where one of them came by a merge or is not there, the last node on the
 * way.
 */
function nodeAt(document: Document, keys: readonly (string | number)[]): Node | null {
  let node: Node | null = document.contents as Node | null;
  for (const key of keys) {
    const inside = node === null ? null : child(resolved(node, document), key);
    if (inside === null) return node;
    node = inside;
  }
  return node;
}

function child(node: Node | undefined, key: string | number): Node | null {
  if (!isCollection(node)) return null;
  if (!isMap(node)) return (node.items[Number(key)] as Node | undefined) ?? null;
  // of a key that is there twice the last one counts
  const pair = node.items.findLast(
    (one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(key),
  );
  return (pair?.value as Node | null | undefined) ?? null;
}

const resolved = (node: Node, document: Document): Node | undefined =>
  isAlias(node) ? node.resolve(document) : node;

/** Helm writes the path of the template above each document (pkg/action, renderResources). */
function templateOf(document: Document, keys: readonly (string | number)[]): string | null {
  const item = keys[0] === 'items' ? nodeAt(document, keys.slice(0, 2)) : null;
  const comments = [
    ...commentsOn(item),
    ...commentsOn(document.contents as Node | null),
    document.commentBefore ?? '',
  ];
  return /^ ?Source: (\S.*)$/m.exec(comments.join('\n'))?.[1]?.trimEnd() ?? null;
}

/**
 * The comments above a node: the parser gives one above the first line of a text to the first key.
 */
function commentsOn(node: Node | null): readonly string[] {
  const first = isMap(node) ? node.items[0]?.key : null;
  return [node, first].flatMap((one) => (isNode(one) ? (one.commentBefore ?? []) : []));
}

/**
 * A path below the working directory is told from there, with slashes, as CI systems name files;
 * any other one as it was given.
 */
function fromHere(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return (path === '..' || path.startsWith(`..${sep}`) ? file : path).replaceAll(sep, '/');
}
