import type { EdgeSpace } from '../../model/pull-secret.ts';
import { trimBy } from '../go/go-space.ts';

type Kind = EdgeSpace['kinds'][number];

// Invisible characters that come with copying count as white space here: no password is meant to begin or end with one.
const invisible = /[\s\u0085\u200b\u2060\ufeff]/;
const named: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    '\n': 'newline',
    '\r': 'carriage-return',
    '\t': 'tab',
    ' ': 'space',
  }),
);

const kindsOf = (run: string): readonly Kind[] => [
  ...new Set([...run].map((char) => named.get(char) ?? 'other')),
];

/** White space at the edges of a field. A field of nothing else has it at its end alone. */
export function edgeSpaces(field: EdgeSpace['field'], text: string): readonly EdgeSpace[] {
  const inner = trimBy(invisible, text);
  const from = inner === '' ? 0 : text.indexOf(inner);
  const atStart = text.slice(0, from);
  const atEnd = text.slice(from + inner.length);
  const edges: EdgeSpace[] = [];
  if (atStart !== '') edges.push({ field, edge: 'start', kinds: kindsOf(atStart) });
  if (atEnd !== '') edges.push({ field, edge: 'end', kinds: kindsOf(atEnd) });
  return edges;
}
