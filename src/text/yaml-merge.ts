import { type Document, isAlias, isMap, isSeq, Scalar, type ScalarTag, type YAMLMap } from 'yaml';

/**
 * What the library tells a key that writes itself into a mapping (`addToJSMap`), as far as it is
 * needed here.
 */
interface Conversion {
  readonly doc: Document;
}

const tag = 'tag:yaml.org,2002:merge';

/**
 * Whether a tag of the library is its own merge key, which an earlier key of the same name
 * withstands.
 */
export const isMergeTag = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'tag' in one && one.tag === tag;

/**
 * The merge key `<<` as kubectl reads it (go-yaml 2, decode.go, merge): what it brings takes the
 * place of keys before it, keys behind it take the place of what it brings, and of several sources
 * the first wins. Anything but mappings is an error. One for each text: a mapping is converted
 * once, however often it is merged.
 */
export function mergeTag(): ScalarTag {
  const converted = new WeakMap<YAMLMap, ReadonlyMap<unknown, unknown>>();
  const entriesOf = (source: unknown, conversion: Conversion): ReadonlyMap<unknown, unknown> => {
    const node = resolved(source, conversion);
    if (!isMap(node)) throw new Error('a merge of what is no mapping');
    const known = converted.get(node);
    if (known !== undefined) return known;
    const entries: ReadonlyMap<unknown, unknown> = node.toJSON(null, conversion as never, Map);
    converted.set(node, entries);
    return entries;
  };
  const addToJSMap = (conversion: Conversion, map: Map<unknown, unknown> | object, value: unknown) => {
    const node = resolved(value, conversion);
    const sources = isSeq(node) ? node.items.toReversed() : [node];
    for (const source of sources)
      for (const [key, inner] of entriesOf(source, conversion)) {
        if (map instanceof Map) map.set(key, inner);
        else
          Object.defineProperty(map, String(key), {
            value: inner,
            writable: true,
            enumerable: true,
            configurable: true,
          });
      }
  };
  return {
    tag,
    default: 'key' as unknown as boolean,
    test: /^<<$/,
    identify: (value) => value === '<<',
    resolve: () => Object.assign(new Scalar(Symbol('<<')), { addToJSMap }),
    stringify: () => '<<',
  };
}

const resolved = (value: unknown, { doc }: Conversion) => (isAlias(value) ? value.resolve(doc) : value);
