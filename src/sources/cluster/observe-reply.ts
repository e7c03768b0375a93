import type { Answer, Reply } from '../../api-client/http/answer.ts';
import { absent, denied, failed, found, type Observed } from '../../model/observed.ts';
import { toKubeObject } from '../../objects/kube-object.ts';
import type { KubeObject, Resource } from '../../objects/object-reader.ts';
import { apiVersionOf, permission, resourceTypes } from '../../objects/resources.ts';
import type { FindSpans } from '../../text/redact/spans.ts';
import { refusalReason, statusMessage } from './status-words.ts';

/** What was asked, for the words and the permission of the answer; `name` is null for a list. */
export interface ReadRequest {
  readonly server: string;
  /** Finds the credentials of the connection in the server's words. */
  readonly findCredentials?: FindSpans;
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly name: string | null;
}

/** One page of a list and where the next one starts. */
export interface Page {
  readonly items: readonly KubeObject[];
  readonly continueToken: string | undefined;
  /** Where a watch goes on from. */
  readonly resourceVersion: string;
}

/**
 * The object that an answer holds. 404 is `absent`, 403 `denied`; everything else that is not the
 * object is `failed`.
 */
export function observeObject(answer: Answer, asked: ReadRequest): Observed<KubeObject> {
  const json = observeJson(answer, asked);
  if (json.status !== 'found') return json;
  const { kind } = resourceTypes[asked.resource];
  const object = { apiVersion: apiVersionOf(asked.resource), kind, ...json.value };
  if (object.kind !== kind) return wrongKind(object.kind, kind, asked);
  const known = toKubeObject(object);
  return known !== null ? found(known) : failed(`${where(asked)} sent a ${kind} without a name`);
}

/**
 * The page that an answer to a list holds; its items get the kind and apiVersion that the server
 * leaves out.
 */
export function observePage(answer: Answer, asked: ReadRequest): Observed<Page> {
  const json = observeJson(answer, asked);
  if (json.status !== 'found') return json;
  const { kind } = resourceTypes[asked.resource];
  const items = json.value['items'];
  const metadata = json.value['metadata'];
  const listKind = json.value['kind'] ?? `${kind}List`;
  if (listKind !== `${kind}List`) return wrongKind(listKind, `${kind}List`, asked);
  const apiVersion = apiVersionOf(asked.resource);
  const taken = answer.kind === 'reply' ? (answer.items ?? []) : [];
  const others = items === null ? [] : items;
  const known = Array.isArray(others)
    ? [...taken, ...others].map((item) =>
        isRecord(item) ? toKubeObject({ apiVersion, kind, ...item }) : null,
      )
    : [null];
  const whole = known.filter((object) => object !== null);
  if (whole.length < known.length) return failed(`${where(asked)} sent a ${kind}List with broken items`);
  const { continue: next, resourceVersion } = isRecord(metadata) ? metadata : {};
  return found({
    items: whole,
    continueToken: typeof next === 'string' && next !== '' ? next : undefined,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
  });
}

function observeJson(answer: Answer, asked: ReadRequest): Observed<Readonly<Record<string, unknown>>> {
  if (answer.kind === 'failure') return failed(answer.problem, answer.remedy);
  if (answer.code < 200 || answer.code > 299) return observeRefusal(answer, asked);
  const json = parseJson(answer.text);
  return json === null ? notJson(answer, asked) : found(json);
}

function observeRefusal(reply: Reply, asked: ReadRequest): Observed<never> {
  const { code } = reply;
  const status = parseJson(reply.text);
  // A proxy or a login page in between speaks for itself, not for the API server.
  const foreign = reply.text.trim() !== '' && status === null;
  const message = statusMessage(status, asked.findCredentials);
  const because = message === '' ? '' : `: ${message}`;
  if (code === 401)
    return failed(
      `${where(asked)} does not accept your credentials (401 Unauthorized)`,
      'log in again, or check the user of the context',
    );
  if (code === 404 && (asked.name === null || !isMissing(status)))
    return failed(
      `${where(asked)} does not serve ${asked.resource} of ${apiVersionOf(asked.resource)}`,
      'check that the server of the context is a Kubernetes API server',
    );
  if (foreign && code === 400 && asked.server.startsWith('http:'))
    return failed(`${where(asked)} does not accept plain http`, 'begin its URL with https://');
  if (foreign && code < 500 && code !== 429) return notJson(reply, asked);
  if (code === 403)
    return denied(
      permission(asked.resource, asked.namespace, asked.name),
      refusalReason(status, asked.findCredentials),
    );
  if (code === 404) return absent;
  if (code === 410 && asked.name === null)
    return failed(`${where(asked)} let the list expire while it was read (410 Gone)`, 'try again');
  if (code === 429)
    return failed(`${where(asked)} is overloaded (429 Too Many Requests)`, 'try again in a minute');
  if (code >= 500)
    return failed(`${where(asked)} is in trouble (status ${code}${because})`, 'try again in a minute');
  return failed(`${where(asked)} refused to read ${asked.resource} (status ${code}${because})`);
}

/**
 * Whether the API server says that an object is not there, and neither that it knows no such path
 * nor is it a gateway that says so.
 */
const isMissing = (status: Readonly<Record<string, unknown>> | null): boolean =>
  status?.['kind'] === 'Status' && !/could not find the requested resource/.test(String(status['message']));

function notJson(reply: Reply, asked: ReadRequest): Observed<never> {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(reply.contentType)?.[0] ?? 'no content type';
  if (reply.text.trim() === '')
    return failed(`${where(asked)} sent an empty answer (status ${reply.code})`, 'try again in a minute');
  if (isJson(reply.text)) return failed(`${where(asked)} sent JSON that is no object`);
  if (type === 'application/json' && /^\s*[{[]/.test(reply.text))
    return failed(
      `${where(asked)} sent an answer that breaks off or is not valid JSON`,
      'try again in a minute',
    );
  return failed(
    `${where(asked)} answered ${reply.code} with something that is not JSON (${type})`,
    'look for a proxy or a login page in between',
  );
}

function wrongKind(kind: unknown, wanted: string, asked: ReadRequest): Observed<never> {
  const sent = typeof kind === 'string' && /^[A-Z][A-Za-z]{1,40}$/.test(kind) ? `a ${kind}` : 'something';
  return failed(`${where(asked)} sent ${sent} instead of a ${wanted}`);
}

const where = (asked: ReadRequest) => `the API server at ${asked.server}`;

function parseJson(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : null;
  } catch {
    return null;
  }
}

const isJson = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
