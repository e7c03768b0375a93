import type { KubeObject } from '../../src/objects/object-reader.ts';
import { resourceTypes } from '../../src/objects/resources.ts';

/** What an API server says to one GET. `what` names it as `get secrets/regcred` or `list pods`. */
export interface ApiAnswer {
  readonly what: string;
  readonly code: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Answers GETs from these objects as an API server does: by path, with field selectors and pages,
 * else with a Status.
 */
export function apiAnswer(objects: readonly KubeObject[], target: string): ApiAnswer {
  const url = new URL(target, 'https://api');
  const path =
    /^\/(?:api\/v1|apis\/[^/]+\/v1)(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[a-z]+)(?:\/(?<name>[^/]+))?$/.exec(
      url.pathname.replace(/\/namespaces\/([^/]+)$/, '/namespaces/$1'),
    )?.groups;
  const whole = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(url.pathname);
  const {
    resource = '',
    namespace,
    name,
  } = whole ? { resource: 'namespaces', namespace: undefined, name: whole[1] } : (path ?? {});
  const type = Object.entries(resourceTypes).find(([plural]) => plural === resource)?.[1];
  const what = name === undefined ? `list ${resource}` : `get ${resource}/${name}`;
  if (url.pathname === '/version') return { what: 'get version', code: 200, body: { gitVersion: 'v1.33.2' } };
  if (type === undefined) return { what, code: 404, body: statusOf(404, 'NotFound', 'not served') };
  const all = objects.filter(
    (one) => one.kind === type.kind && (namespace === undefined || one.metadata.namespace === namespace),
  );
  if (name !== undefined) {
    const object = all.find((one) => one.metadata.name === name);
    return object === undefined
      ? { what, code: 404, body: statusOf(404, 'NotFound', `${resource} "${name}" not found`) }
      : { what, code: 200, body: { ...object } };
  }
  const chosen = all.filter((one) => selects(url.searchParams.get('fieldSelector'), one));
  const start = Number(url.searchParams.get('continue') ?? 0);
  const end = start + (Number(url.searchParams.get('limit')) || chosen.length);
  return {
    what,
    code: 200,
    body: {
      kind: `${type.kind}List`,
      apiVersion: type.group === '' ? 'v1' : `${type.group}/v1`,
      metadata: end < chosen.length ? { continue: String(end) } : {},
      items: chosen.slice(start, end),
    },
  };
}

/** A Status as the API server sends it with a refusal. */
export const statusOf = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
});

const selects = (selector: string | null, object: KubeObject): boolean =>
  (selector ?? '')
    .split(',')
    .filter((term) => term !== '')
    .every((term) => {
      const [field = '', value] = term.split('=');
      const at = field
        .split('.')
        .reduce<unknown>((holder, key) => (holder as Record<string, unknown> | undefined)?.[key], object);
      return at === value;
    });
