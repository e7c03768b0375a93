import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../object-reader.ts';
import { fields, list, text } from '../objects/fields.ts';
import { splitJson } from './split-json.ts';

/** An offline input that cannot be used. The message is one line and names the input. */
export class OfflineProblem extends Error {
  override readonly name = 'OfflineProblem';
}

/**
 * The API objects of one text: JSON (one document or several in a row, as `kubectl cluster-info dump` prints) or YAML with any number
 * of documents. Lists are taken apart; an empty one is a proper answer. Null for a text that parses but holds nothing of Kubernetes.
 */
export function readDocuments(content: string, origin: string): readonly KubeObject[] | null {
  const trimmed = content.replace(/^\uFEFF/, '').trim();
  if (trimmed.startsWith('<'))
    throw new OfflineProblem(`${origin} holds HTML or XML, not Kubernetes objects`);
  const documents = /^[{[]/.test(trimmed) ? parseJson(trimmed, origin) : parseYaml(trimmed, origin);
  return documents.some(hasKind) ? documents.flatMap((document) => objectsOf(document, origin)) : null;
}

const hasKind = (document: unknown) => [document].flat().some((one) => text(fields(one)['kind']) !== '');

function parseJson(content: string, origin: string): readonly unknown[] {
  return splitJson(content).map((part) => {
    try {
      return JSON.parse(part);
    } catch {
      // the parser's own message may quote the content, which may be a Secret's
      throw new OfflineProblem(`${origin} holds JSON that ends too early or is damaged`);
    }
  });
}

function parseYaml(content: string, origin: string): readonly unknown[] {
  const documents = [...parseAllDocuments(content, { logLevel: 'silent', prettyErrors: false })];
  const broken = documents.find((document) => document.errors.length > 0);
  if (broken !== undefined) {
    const at = content.slice(0, broken.errors[0]?.pos[0] ?? 0).split('\n').length;
    throw new OfflineProblem(`${origin} is neither JSON nor YAML (line ${at})`);
  }
  try {
    return documents.map((document) => document.toJS({ maxAliasCount: 100 }));
  } catch {
    throw new OfflineProblem(`${origin} holds YAML whose aliases cannot be resolved`);
  }
}

/** Lists within lists; nobody writes more than a few, and recursion has to end. */
const deepest = 100;

function objectsOf(document: unknown, origin: string, depth = 0): readonly KubeObject[] {
  if (depth > deepest) throw new OfflineProblem(`${origin} holds lists that are nested too deeply`);
  const inside = (one: unknown) => objectsOf(one, origin, depth + 1);
  if (Array.isArray(document)) return document.flatMap(inside);
  const object = fields(document);
  const kind = text(object['kind']);
  if (kind.endsWith('List') && !('spec' in object)) {
    const inner = kind.slice(0, -'List'.length);
    return list(object['items']).flatMap((item) =>
      inside(inner === '' ? item : { kind: inner, apiVersion: object['apiVersion'], ...fields(item) }),
    );
  }
  const metadata = fields(object['metadata']);
  if (kind === '' || text(metadata['name']) === '') return [];
  return [object as unknown as KubeObject];
}
