import { gzipSync } from 'node:zlib';
import { statusOf } from './api-objects.ts';
import { answerRight, type Exchange, type Protocol } from './api-server.ts';

/**
 * What an API server, or what stands before it, may do to a read, and what the read then amounts
 * to: nothing to the reader (`harmless`), the object is not there (`absent`), a list is empty
 * (`empty`), a permission is missing (`denied`), or no answer (`failed`).
 */
export interface Fault {
  readonly name: string;
  readonly as: 'harmless' | 'absent' | 'empty' | 'denied' | 'failed';
  /** What the one line or the problem has to tell. */
  readonly says: RegExp;
  readonly answer: (exchange: Exchange) => void;
  readonly only?: Protocol;
  /** Nothing but the time limit ends it. */
  readonly waits?: boolean;
}

type Send = (exchange: Exchange) => void;

const json = { 'content-type': 'application/json' };
const text = ({ right }: Exchange) => JSON.stringify(right.body);

const send =
  (
    code: number,
    body: string | Buffer | ((exchange: Exchange) => string | Buffer),
    headers: Record<string, string> = json,
  ): Send =>
  (exchange) => {
    exchange.response.writeHead(code, headers);
    exchange.response.end(typeof body === 'function' ? body(exchange) : body);
  };

const status = (code: number, reason: string, message: string, headers = {}): Send =>
  send(code, JSON.stringify(statusOf(code, reason, message)), { ...json, ...headers });

const html = (code: number): Send =>
  send(code, '<!DOCTYPE html><html><body><h1>Sign in</h1>\n</body></html>', { 'content-type': 'text/html' });

/** The first `times` requests meet the fault, later ones the right answer. */
const atFirst =
  (times: number, fault: Send): Send =>
  (exchange) =>
    (exchange.seen <= times ? fault : answerRight)(exchange);

const destroy = ({ request }: Exchange) => void request.socket.destroy();

/** Begins a right answer and cuts the connection inside its body. */
const cutBody: Send = (exchange) => {
  const body = text(exchange);
  exchange.response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) });
  exchange.response.write(body.slice(0, body.length / 2));
  setTimeout(() => destroy(exchange), 20);
};

/** Sends bytes for ever, too slowly for any patience. */
const drip: Send = ({ response }) => {
  response.writeHead(200, json);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

const slowly: Send = (exchange) => {
  const body = text(exchange);
  exchange.response.writeHead(exchange.right.code, json);
  exchange.response.write(body.slice(0, 5));
  setTimeout(() => exchange.response.end(body.slice(5)), 150);
};

/** A Http2Stream, behind the compatibility API. */
const stream = ({ response }: Exchange) =>
  (
    response as unknown as {
      stream: { close(code: number): void; session: { goaway(code: number): void; destroy(): void } };
    }
  ).stream;

/**
 * The sentence of the API server's own authorization (apiserver,
 * handlers/responsewriters/errors.go), and what an authorizer adds to it.
 */
const forbidden =
  (reason: string): Send =>
  (exchange) => {
    const [verb, object = ''] = exchange.right.what.split(' ');
    const [resource, name] = object.split('/');
    const which = name === undefined ? `${resource}` : `${resource} "${name}"`;
    status(
      403,
      'Forbidden',
      `${which} is forbidden: User "jane" cannot ${verb} resource "${resource}" in API group "" in the namespace "shop"${reason}`,
    )(exchange);
  };

export const faults: readonly Fault[] = [
  {
    name: '401',
    as: 'failed',
    says: /does not accept your credentials/,
    answer: status(401, 'Unauthorized', 'Unauthorized'),
  },
  {
    name: '401 without a body',
    as: 'failed',
    says: /does not accept your credentials/,
    answer: send(401, ''),
  },
  { name: '403', as: 'denied', says: /^(?!.*jane).*auth can-i/s, answer: forbidden('') },
  {
    name: '403 with the reason of an authorization webhook',
    as: 'denied',
    says: /^(?!.*(?:jane|\p{Cc})).*: denied by policy shop-hours: not on Sundays.*auth can-i/su,
    answer: forbidden(': denied by policy shop-hours:\u001b[31m not on\r\nSundays\u001b[0m'),
  },
  {
    name: '403 in the words of a gateway',
    as: 'denied',
    says: /access denied to perform action "read" on "pod".*auth can-i/s,
    answer: status(403, 'Forbidden', 'access denied to perform action "read" on "pod"'),
  },
  { name: '403 of a proxy', as: 'failed', says: /not JSON/, answer: html(403) },
  { name: '404', as: 'absent', says: /does not exist/, answer: status(404, 'NotFound', 'not found') },
  {
    name: '404 of something else',
    as: 'failed',
    says: /does not serve|not JSON/,
    answer: send(404, '404 page not found\n', { 'content-type': 'text/plain' }),
  },
  {
    name: '404 of a gateway',
    as: 'failed',
    says: /does not serve/,
    answer: send(404, '{"message":"no Route matched with those values"}', {
      'content-type': 'application/json',
    }),
  },
  {
    name: '410',
    as: 'failed',
    says: /410/,
    answer: status(410, 'Expired', 'The provided continue parameter is too old'),
  },
  {
    name: '429 for ever',
    as: 'failed',
    says: /429 Too Many Requests/,
    answer: status(429, 'TooManyRequests', 'too many', { 'retry-after': '0' }),
  },
  {
    name: '429 for an hour',
    as: 'failed',
    says: /429 Too Many Requests/,
    answer: status(429, 'TooManyRequests', 'too many', { 'retry-after': '3600' }),
  },
  {
    name: '429 once',
    as: 'harmless',
    says: /./,
    answer: atFirst(1, status(429, 'TooManyRequests', 'too many', { 'retry-after': '0' })),
  },
  { name: '500', as: 'failed', says: /status 500/, answer: status(500, 'InternalError', 'etcd is gone') },
  { name: '502 of a balancer', as: 'failed', says: /status 502/, answer: html(502) },
  { name: '503', as: 'failed', says: /status 503/, answer: status(503, 'ServiceUnavailable', 'no') },
  {
    name: '503 twice',
    as: 'harmless',
    says: /./,
    answer: atFirst(2, status(503, 'ServiceUnavailable', 'no', { 'retry-after': '0' })),
  },
  {
    name: 'a redirect to a login page',
    as: 'failed',
    says: /redirects to https:\/\/login\.example/,
    answer: send(302, '', { location: 'https://login.example/auth?state=s3cret' }),
  },
  {
    name: 'a redirect in a circle',
    as: 'failed',
    says: /redirects in a circle/,
    answer: (exchange) => send(307, '', { location: exchange.request.url ?? '/' })(exchange),
  },
  { name: 'a redirect to nowhere', as: 'failed', says: /status 302|redirects/, answer: send(302, '') },
  { name: 'a reset before the answer', as: 'failed', says: /closed the connection/, answer: destroy },
  { name: 'a reset once', as: 'harmless', says: /./, answer: atFirst(1, destroy) },
  {
    name: 'a reset inside the body',
    as: 'failed',
    says: /closed the connection|breaks off/,
    answer: cutBody,
  },
  {
    name: 'no answer ever',
    as: 'failed',
    says: /did not answer within/,
    answer: () => undefined,
    waits: true,
  },
  {
    name: 'a body that drips for ever',
    as: 'failed',
    says: /did not answer within/,
    answer: drip,
    waits: true,
  },
  { name: 'a body that comes slowly', as: 'harmless', says: /./, answer: slowly },
  { name: 'HTML', as: 'failed', says: /not JSON \(text\/html\)/, answer: html(200) },
  {
    name: 'HTML called JSON',
    as: 'failed',
    says: /not JSON|not valid JSON/,
    answer: send(200, '<html></html>'),
  },
  {
    name: 'cut JSON',
    as: 'failed',
    says: /breaks off or is not valid JSON/,
    answer: (exchange) => send(200, text(exchange).slice(0, -20))(exchange),
  },
  { name: 'an empty body', as: 'failed', says: /empty/, answer: send(200, '') },
  { name: '204', as: 'failed', says: /status 204|empty/, answer: send(204, '') },
  { name: 'null', as: 'failed', says: /JSON that is no object/, answer: send(200, 'null') },
  { name: 'an array', as: 'failed', says: /JSON that is no object/, answer: send(200, '[]') },
  { name: 'an empty object', as: 'failed', says: /sent/, answer: send(200, '{}') },
  {
    name: 'items: null',
    as: 'empty',
    says: /./,
    answer: (exchange) =>
      send(exchange.right.code, JSON.stringify({ ...exchange.right.body, items: null }))(exchange),
  },
  {
    name: 'another kind',
    as: 'failed',
    says: /sent a Lease(List)? instead of a \w+/,
    answer: (exchange) =>
      send(
        200,
        JSON.stringify({
          ...exchange.right.body,
          kind: exchange.right.what.startsWith('list') ? 'LeaseList' : 'Lease',
        }),
      )(exchange),
  },
  {
    name: 'a Status in place of the object',
    as: 'failed',
    says: /sent a Status instead of a \w+/,
    answer: status(200, '', ''),
  },
  {
    name: 'unknown fields',
    as: 'harmless',
    says: /./,
    answer: (exchange) =>
      send(
        exchange.right.code,
        JSON.stringify({ ...exchange.right.body, future: { a: [1, null, {}] }, spec2: null }),
      )(exchange),
  },
  {
    name: 'a huge answer',
    as: 'harmless',
    says: /./,
    answer: (exchange) =>
      send(
        exchange.right.code,
        JSON.stringify({ ...exchange.right.body, future: 'x'.repeat(3_000_000) }),
      )(exchange),
  },
  {
    name: 'gzip that breaks off',
    as: 'failed',
    says: /breaks off/,
    answer: (exchange) =>
      send(200, gzipSync(text(exchange)).subarray(0, -12), { ...json, 'content-encoding': 'gzip' })(exchange),
  },
  {
    name: 'gzip that is none',
    as: 'failed',
    says: /cannot be decompressed/,
    answer: (exchange) => send(200, text(exchange), { ...json, 'content-encoding': 'gzip' })(exchange),
  },
  {
    name: 'a compression that was not asked for',
    as: 'failed',
    says: /compressed in a way/,
    answer: (exchange) => send(200, text(exchange), { ...json, 'content-encoding': 'br' })(exchange),
  },
  {
    name: 'a content-length that is too long',
    as: 'failed',
    says: /closed the connection|breaks off/,
    answer: (exchange) => {
      const body = text(exchange);
      exchange.response.writeHead(200, { ...json, 'content-length': body.length + 100 });
      exchange.response.write(body);
      setTimeout(() => destroy(exchange), 20);
    },
    only: 'https',
  },
  {
    name: 'a content-length that is too short',
    as: 'failed',
    says: /breaks off|gave no answer|not HTTP/,
    answer: (exchange) => {
      const body = text(exchange);
      exchange.request.socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length - 20}\r\n\r\n${body}`,
      );
    },
    only: 'https',
  },
  {
    name: 'something that is not HTTP',
    as: 'failed',
    says: /not HTTP/,
    answer: ({ request }) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    only: 'https',
  },
  {
    name: 'GOAWAY',
    as: 'failed',
    says: /closed the connection/,
    answer: (exchange) => {
      stream(exchange).session.goaway(0);
      setTimeout(() => stream(exchange).session?.destroy(), 10);
    },
    only: 'http2',
  },
  {
    name: 'GOAWAY once',
    as: 'harmless',
    says: /./,
    answer: atFirst(1, (exchange) => {
      stream(exchange).session.goaway(0);
      setTimeout(() => stream(exchange).session?.destroy(), 10);
    }),
    only: 'http2',
  },
  ...[1, 2, 7, 8, 11].map(
    (code): Fault => ({
      name: `RST_STREAM ${code}`,
      as: 'failed',
      says: /closed the connection/,
      answer: (exchange) => stream(exchange).close(code),
      only: 'http2',
    }),
  ),
  {
    name: 'RST_STREAM once',
    as: 'harmless',
    says: /./,
    answer: atFirst(1, (exchange) => stream(exchange).close(7)),
    only: 'http2',
  },
  {
    name: 'RST_STREAM inside the body',
    as: 'failed',
    says: /closed the connection/,
    answer: (exchange) => {
      exchange.response.writeHead(200, json);
      exchange.response.write('{');
      setTimeout(() => stream(exchange).close(2), 20);
    },
    only: 'http2',
  },
];
