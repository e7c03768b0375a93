import { ConnectionError } from './connection-error.ts';

/**
 * Typed access to one YAML mapping. Null and empty values count as unset; a value of another type
 * is a ConnectionError.
 */
export interface Fields {
  text(key: string): string | undefined;
  base64(key: string): string | undefined;
  flag(key: string): boolean | undefined;
  texts(key: string): readonly string[] | undefined;
  fields(key: string): Fields;
  list(key: string): readonly Fields[];
  keys(): readonly string[];
  raw(key: string): unknown;
}

/** Wraps a parsed YAML value; `where` leads the messages and never holds a value. */
export function fieldsOf(value: unknown, where: string): Fields {
  if (value !== null && value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
    throw new ConnectionError(`${where} must be a mapping`);
  const map = new Map<string, unknown>(Object.entries(value ?? {}));
  const read = <T>(key: string, wanted: string, isWanted: (found: unknown) => found is T): T | undefined => {
    const found = map.get(key);
    if (found === null || found === undefined) return undefined;
    if (!isWanted(found)) throw new ConnectionError(`${where}.${key} must be ${wanted}`);
    return found;
  };
  return {
    text: (key) => read(key, 'a string (quote it)', isText) || undefined,
    base64: (key) => read(key, 'base64', isBase64) || undefined,
    flag: (key) => read(key, 'true or false', (found) => typeof found === 'boolean'),
    texts: (key) => read(key, 'a list of strings', isTexts),
    fields: (key) => fieldsOf(map.get(key), `${where}.${key}`),
    list: (key) =>
      (read(key, 'a list', isList) ?? []).map((item, index) => fieldsOf(item, `${where}.${key}[${index}]`)),
    keys: () => [...map.keys()],
    raw: (key) => map.get(key),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBase64 = (value: unknown): value is string =>
  isText(value) &&
  /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value.replaceAll(/[\r\n]/g, ''));
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] => isList(value) && value.every(isText);
