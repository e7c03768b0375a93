import { editDistance } from '../text/edit-distance.ts';
import type { ObjectReader, Resource } from './object-reader.ts';

const most = 3;

/** `; near names: web-1, web-2`, or nothing where none is near or the list may not be read. */
export async function similarNames(
  reader: ObjectReader,
  resource: Resource,
  namespace: string | null,
  name: string,
): Promise<string> {
  const objects = await reader.list(resource, { namespace });
  if (objects.status !== 'found') return '';
  const near = mostSimilar(
    name,
    objects.value.map((object) => object.metadata.name),
  );
  return near.length === 0 ? '' : `; near names: ${near.join(', ')}`;
}

/** The names that begin alike or differ in few letters, the nearest first. */
export function mostSimilar(name: string, names: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .map((other) => ({ other, distance: other.startsWith(name) ? 0 : editDistance(name, other) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, most)
    .map(({ other }) => other);
}
