import type { ObjectReader } from '../objects/object-reader.ts';

/**
 * Objects that are about to be applied win over what is there now: what `above` holds is answered
 * from there, all else from `below`.
 */
export function overlayReader(above: ObjectReader, below: ObjectReader): ObjectReader {
  return {
    async get(resource, namespace, name) {
      const first = await above.get(resource, namespace, name);
      return first.status === 'found' ? first : below.get(resource, namespace, name);
    },
    list: (resource, query) => below.list(resource, query),
    pages: (resource, query) => below.pages(resource, query),
  };
}
