import { type Document, visit } from 'yaml';
import { giveOrigin, type Locate } from '../../objects/attached-origin.ts';
import { count, type Fields, fields, list, text } from '../../objects/fields.ts';
import { toKubeObject } from '../../objects/kube-object.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { parseYaml } from '../../text/parse-yaml.ts';
import { checkNesting, InputError } from './input-limits.ts';
import { readPasted, readSentence } from './pasted.ts';
import { type PlacedText, placesIn } from './places.ts';
import { splitJson } from './split-json.ts';
import { withoutLogs } from './without-logs.ts';

export interface ReadingOptions {
  /** The longest text that is parsed as YAML. */
  readonly mostYaml?: number;
  /** The kind of objects and lists that do not say theirs. */
  readonly kind?: string | undefined;
  /**
   * The file that the text is of, `-` for standard input: the objects are to know where they stand
   * in it.
   */
  readonly file?: string | undefined;
}

/** One document of a text; `locate` where the objects are to know their places. */
interface Read {
  readonly value: unknown;
  readonly locate?: Locate;
}

/**
 * The API objects of one text: JSON (one document or several in a row, as `kubectl cluster-info
 * dump` prints) or YAML with any number of documents. Lists are taken apart; an empty one is a
 * proper answer. Null for a text that parses but holds nothing of Kubernetes.
 */
export function readDocuments(
  content: string,
  origin: string,
  { mostYaml = Number.POSITIVE_INFINITY, kind, file }: ReadingOptions = {},
): readonly KubeObject[] | null {
  const trimmed = withoutLogs(content.replace(/^\uFEFF/, '')).trim();
  const pasted = readPasted(trimmed, new Date());
  if (pasted !== null) return pasted;
  if (trimmed.startsWith('<')) throw new InputError(`${origin} holds HTML or XML, not Kubernetes objects`);
  const sentence =
    /^[{[]/.test(trimmed) || objectKey.test(trimmed) ? null : readSentence(trimmed, new Date());
  if (sentence !== null) return sentence;
  const placed = file === undefined ? null : placedText(file, content, trimmed);
  const documents = /^[{[]/.test(trimmed)
    ? (parseJson(trimmed, origin, placed) ?? parseFlow(trimmed, origin, placed))
    : readYaml(trimmed, origin, mostYaml, placed);
  const known =
    kind === undefined ? documents : documents.map((one) => ({ ...one, value: withKind(one.value, kind) }));
  return known.some(({ value }) => hasKind(value))
    ? known.flatMap(({ value, locate }) => objectsOf(value, origin, locate))
    : null;
}

/** Null where something was left out of the text (logs): its lines are not the file's. */
function placedText(file: string, content: string, text: string): PlacedText | null {
  const start = content.indexOf(text);
  return start === -1 ? null : { file, text, line: content.slice(0, start).split('\n').length };
}

/** A key that objects have, in quotes or not: the text is YAML, whatever sentences it holds. */
const objectKey = /^[ -]*(["']?)(?:apiVersion|kind|items)\1[ \t]*:/m;

const hasKind = (document: unknown) => [document].flat().some((one) => text(fields(one)['kind']) !== '');

/** A list of that kind for an array, or for a list that says no kind. */
function withKind(document: unknown, kind: string): unknown {
  if (Array.isArray(document)) return { kind: `${kind}List`, items: document };
  const known = fields(document);
  return 'items' in known && text(known['kind']) === '' ? { ...known, kind: `${kind}List` } : document;
}

function parseJson(content: string, origin: string, placed: PlacedText | null): readonly Read[] | null {
  const parts = splitJson(content, origin);
  try {
    const values = parts.map((part): unknown => JSON.parse(part));
    const locate = placed === null || parts.length > 1 ? undefined : placesInJson(placed);
    return values.map((value) => (locate === undefined ? { value } : { value, locate }));
  } catch {
    return null;
  }
}

/** JSON is YAML, whose parser tells places; a text that would take it long has none. */
function placesInJson(placed: PlacedText): Locate {
  let document: Document | undefined;
  return placesIn(placed, () => {
    if (document !== undefined || placed.text.length > mostFlow) return document;
    const parsed = parseYaml(placed.text);
    document = 'mistake' in parsed ? undefined : parsed.documents[0];
    return document;
  });
}

/**
 * Longer texts that begin like JSON are damaged JSON rather than YAML in braces, which people write
 * by hand.
 */
const mostFlow = 1024 * 1024;

function parseFlow(content: string, origin: string, placed: PlacedText | null): readonly Read[] {
  try {
    return readYaml(content, origin, mostFlow, placed);
  } catch {
    // the JSON parser's own message may quote the content, which may be a Secret's
    throw new InputError(`${origin} holds JSON that ends too early or is damaged`);
  }
}

/** The library looks through the whole document for each alias. */
const mostAliases = 1000;

function readYaml(content: string, origin: string, most: number, placed: PlacedText | null): readonly Read[] {
  if (content.length > most)
    throw new InputError(`${origin} holds more YAML than is read at once: write it with -o json`);
  const parsed = parseYaml(content);
  if ('mistake' in parsed && content.includes('{{'))
    throw new InputError(
      `${origin} is a template that was not rendered: use helm template CHART | kubectl pullcheck manifest -f -`,
    );
  if ('mistake' in parsed)
    throw new InputError(
      `${origin} is neither JSON nor YAML (line ${parsed.mistake}), nor the text of kubectl describe pod, kubectl get events or an error of a pull`,
    );
  // a cheap count first: most texts have no `*` at all
  if ((content.match(/\*[^\s*]/g)?.length ?? 0) > mostAliases && aliasesIn(parsed.documents) > mostAliases)
    throw new InputError(`${origin} holds more YAML aliases than are resolved: write it with -o json`);
  const values = parsed.documents.map((document) => plainValue(document, origin));
  checkNesting(values, origin);
  return parsed.documents.map((document, index) => ({
    value: values[index],
    ...(placed === null ? {} : { locate: placesIn(placed, () => document) }),
  }));
}

function aliasesIn(documents: readonly Document[]): number {
  let aliases = 0;
  for (const document of documents) visit(document, { Alias: () => void aliases++ });
  return aliases;
}

function plainValue(document: Document, origin: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new InputError(`${origin} holds YAML whose aliases cannot be resolved`);
  }
}

/** The reason and code of a Status. Its message may hold anything that was sent to the server. */
function statusName({ reason, code }: Fields): string {
  const words = text(reason);
  return `${/^[A-Za-z]{1,40}$/.test(words) ? words : 'no reason given'} (${count(code)})`;
}

/** Lists within lists; nobody writes more than a few, and recursion has to end. */
const deepest = 100;

function objectsOf(
  document: unknown,
  origin: string,
  locate: Locate | undefined,
  depth = 0,
): readonly KubeObject[] {
  if (depth > deepest) throw new InputError(`${origin} holds lists that are nested too deeply`);
  const inside = (one: unknown, path: readonly (string | number)[]) =>
    objectsOf(one, origin, locate && ((keys) => locate([...path, ...keys])), depth + 1);
  if (Array.isArray(document)) return document.flatMap((one, index) => inside(one, [index]));
  const object = fields(document);
  const kind = text(object['kind']);
  if (kind.endsWith('List') && !('spec' in object)) {
    const inner = kind.slice(0, -'List'.length);
    return list(object['items']).flatMap((item, index) =>
      inside(inner === '' ? item : { kind: inner, apiVersion: object['apiVersion'], ...fields(item) }, [
        'items',
        index,
      ]),
    );
  }
  // what kubectl --raw or a proxy saved in place of an answer
  if (kind === 'Status' && object['status'] === 'Failure')
    throw new InputError(`${origin} holds an error of the API server: ${statusName(object)}`);
  const known = kind === '' ? null : toKubeObject(object);
  if (known === null) return [];
  return [locate === undefined ? known : giveOrigin(known, locate)];
}
