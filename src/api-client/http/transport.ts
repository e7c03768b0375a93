import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { openAgent, type ServerRoute } from './agent.ts';
import type { Credentials } from './credential.ts';
import { takeItems } from './list-items.ts';
import { authorizationHeader, type ClientCertificate } from './open-credentials.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /**
   * Takes the text of a good answer as it comes, for an answer without an end; the reply's is empty
   * then.
   */
  readonly onText?: (text: string) => void;
  /**
   * A good answer is a list: its objects are read while they come, and this says what is kept of
   * each; the last ones stay whole.
   */
  readonly keepOf?: (item: unknown) => unknown;
  /** Ends the request, in place of the connection's time limit. */
  readonly signal?: AbortSignal;
}

export interface HttpReply {
  readonly code: number;
  readonly contentType: string;
  readonly location: string;
  readonly retryAfter: string;
  readonly text: string;
  /** Of a list: objects that come before those of the text. */
  readonly items?: readonly unknown[];
}

export interface Transport {
  /** Sends one request and reads its whole answer; rejects when there is none. */
  send(request: HttpRequest, credentials: Credentials): Promise<HttpReply>;
  close(): Promise<void>;
}

/**
 * Bytes of an answer: what JSON.parse makes of more does not fit into the memory of a usual Node.
 */
const longestAnswer = 256 * 1024 ** 2;

/** A pool of kept-alive connections; it is replaced only when the client certificate changes. */
export function openTransport(route: ServerRoute, longest = longestAnswer): Transport {
  let pool: { certificate: ClientCertificate | null; agent: Promise<Dispatcher> } | null = null;
  const agentFor = (certificate: ClientCertificate | null) => {
    if (pool?.certificate !== certificate || pool === null)
      pool = { certificate, agent: openAgent(route, certificate) };
    return pool.agent;
  };
  return {
    async send({ url, method, headers, body, onText, keepOf, signal: own }, credentials) {
      const limit = route.timeout === null ? null : AbortSignal.timeout(route.timeout);
      const signal = own ?? limit;
      return await within(signal, async () => {
        const agent = await agentFor(credentials.certificate);
        const response = await agent.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: {
            'user-agent': 'kubectl-pullcheck',
            accept: 'application/json',
            // a compressor would hold back what is to come at once
            ...(route.compression && onText === undefined ? { 'accept-encoding': 'gzip' } : {}),
            ...headers,
            ...authorizationHeader(credentials.authorization),
          },
          body: body ?? null,
          signal,
        });
        const good = response.statusCode >= 200 && response.statusCode < 300;
        const header = (name: string) => [response.headers[name]].flat()[0] ?? '';
        const content = await decoded(response.body, header('content-encoding'));
        const read =
          onText !== undefined && good
            ? await passOn(content, onText)
            : keepOf !== undefined && good
              ? await readList(content, keepOf, longest)
              : await readBody(content, longest);
        // Only then does undici count the connection as free, and takes it for the next request.
        await setImmediate();
        return {
          code: response.statusCode,
          contentType: header('content-type'),
          location: header('location'),
          retryAfter: header('retry-after'),
          ...read,
        };
      });
    },
    async close() {
      await pool?.agent.then((agent) => agent.destroy()).catch(() => undefined);
    },
  };
}

/**
 * What the work gives, unless the signal is first: undici does not mind it as long as a proxy has
 * not answered CONNECT.
 */
function within<T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
  if (signal === null) return work();
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return Promise.race([work(), promise]);
}

type Read = Pick<HttpReply, 'text' | 'items'>;

/** Gives each part of the body to its taker; a character may be parted between two. */
async function passOn(body: AsyncIterable<Buffer>, onText: (text: string) => void): Promise<Read> {
  const decoder = new StringDecoder();
  for await (const chunk of body) onText(decoder.write(chunk));
  return { text: '' };
}

async function readList(
  body: AsyncIterable<Buffer>,
  keepOf: (item: unknown) => unknown,
  longest: number,
): Promise<Read> {
  const decoder = new StringDecoder();
  const { take, end } = takeItems(keepOf);
  for await (const chunk of limited(body, longest)) take(decoder.write(chunk));
  take(decoder.end());
  return end();
}

async function readBody(body: AsyncIterable<Buffer>, longest: number): Promise<Read> {
  const chunks: Buffer[] = [];
  for await (const chunk of limited(body, longest)) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString() };
}

async function* limited(body: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longest) throw coded('ERR_BUFFER_TOO_LARGE');
    yield chunk;
  }
}

/** Answers are compressed from 128 KB on (apiserver, responsewriters): pages are. */
async function decoded(body: Readable, encoding: string): Promise<AsyncIterable<Buffer>> {
  if (encoding.toLowerCase() === 'gzip') {
    const [{ createGunzip }, { pipeline }] = await Promise.all([import('node:zlib'), import('node:stream')]);
    return pipeline(body, createGunzip(), () => undefined);
  }
  if (!['', 'identity'].includes(encoding.toLowerCase())) throw coded('UNKNOWN_ENCODING');
  return body;
}

const coded = (code: string) => Object.assign(new Error(code), { code });
