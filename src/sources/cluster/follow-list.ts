import { setTimeout as pause } from 'node:timers/promises';
import { pageUrl } from '../../api-client/api-paths.ts';
import type { Connection } from '../../api-client/connect.ts';
import { found, type Observed } from '../../model/observed.ts';
import { toKubeObject } from '../../objects/kube-object.ts';
import type { KubeObject, ListQuery, Resource } from '../../objects/object-reader.ts';
import { apiVersionOf, resourceTypes } from '../../objects/resources.ts';
import { observePage } from './observe-reply.ts';

type Objects = readonly KubeObject[];

export interface FollowHooks {
  /** Gets the whole list: at first, after each change, and after each new list. */
  readonly tell: (list: Observed<Objects>) => void;
  readonly signal: AbortSignal;
}

/**
 * Seconds of one watch. After it, and after whatever else ends it, the list is read again: that
 * makes up for a missed event, a stream that a proxy keeps open and silent, 410 Gone and a restart
 * of the API server alike.
 */
const window = 10;
/**
 * Milliseconds: of a list's answer at most, between lists where no watch is allowed, and after a
 * failure (doubled up to the last).
 */
const patience = 15_000;
const pollEvery = 1500;
const backOff = { first: 250, last: 4000 } as const;

/**
 * Follows a list until the signal; ends early only where the list itself is denied, since nothing
 * can come then.
 */
export async function followList(
  connection: Connection,
  resource: Resource,
  query: ListQuery,
  { tell, signal }: FollowHooks,
): Promise<void> {
  const url = pageUrl(connection.server, resource, { ...query, limit: 0 });
  const asked = { server: connection.server, resource, namespace: query.namespace, name: null };
  for (let failures = 0; !signal.aborted; ) {
    const answer = await connection.request({ method: 'GET', url, signal: within(signal, patience) });
    if (signal.aborted) return;
    const page = observePage(answer, asked);
    tell(page.status === 'found' ? found(page.value.items) : page);
    if (page.status === 'denied') return;
    const end =
      page.status === 'found'
        ? await watch(connection, url, page.value.resourceVersion, page.value.items, resource, {
            tell,
            signal,
          })
        : 'failed';
    failures = end === 'failed' ? failures + 1 : 0;
    const wait = end === 'unwatchable' ? pollEvery : backOff.first * 2 ** Math.max(0, failures - 1);
    if (end !== 'ended')
      await pause(Math.min(wait, backOff.last), undefined, { signal }).catch(() => undefined);
  }
}

/** `ended`: it gave what it had, for a second at least. `unwatchable`: forbidden, or not served. */
type WatchEnd = 'ended' | 'failed' | 'unwatchable';

async function watch(
  connection: Connection,
  listUrl: string,
  resourceVersion: string,
  items: Objects,
  resource: Resource,
  { tell, signal }: FollowHooks,
): Promise<WatchEnd> {
  const url = new URL(listUrl);
  for (const [key, value] of Object.entries({
    watch: 'true',
    timeoutSeconds: String(window),
    resourceVersion,
  }))
    url.searchParams.set(key, value);
  const known = new Map(items.map((item) => [keyOf(item), item]));
  const broken = new AbortController();
  const began = Date.now();
  const onLine = (line: string) => {
    const change = readChange(line, resource);
    if (change === 'bookmark') return;
    // an ERROR, such as 410 Gone of a resource version that is too old, or no JSON at all
    if (change === null) return broken.abort();
    if (change.gone) known.delete(keyOf(change.object));
    else known.set(keyOf(change.object), change.object);
    tell(found([...known.values()]));
  };
  const answer = await connection.request({
    method: 'GET',
    url: url.href,
    onText: byLine(onLine),
    signal: AbortSignal.any([broken.signal, within(signal, (window + 5) * 1000)]),
  });
  if (answer.kind === 'reply' && [403, 404, 405].includes(answer.code)) return 'unwatchable';
  const good = answer.kind === 'reply' && answer.code >= 200 && answer.code < 300;
  return good && !broken.signal.aborted && Date.now() - began >= 1000 ? 'ended' : 'failed';
}

const within = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);

/** Longer than any object can be (etcd takes 1.5 MiB, JSON may be somewhat more). */
const longestLine = 16 * 1024 ** 2;

/** Parts a text that comes in pieces into its lines. */
function byLine(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
    if (rest.length > longestLine) onLine('');
  };
}

interface Change {
  readonly gone: boolean;
  readonly object: KubeObject;
}

/** One line of a watch; null for an error or for what cannot be read. */
function readChange(line: string, resource: Resource): Change | 'bookmark' | null {
  const { type, object } = parse(line);
  if (type === 'BOOKMARK') return 'bookmark';
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') return null;
  if (typeof object !== 'object' || object === null) return null;
  const { kind } = resourceTypes[resource];
  const known = toKubeObject({ apiVersion: apiVersionOf(resource), kind, ...object });
  return known === null || known.kind !== kind ? null : { gone: type === 'DELETED', object: known };
}

function parse(line: string): { readonly type?: unknown; readonly object?: unknown } {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
