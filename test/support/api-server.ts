import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { tlsFile } from '../api-client/local-server.ts';
import { type ApiAnswer, apiAnswer } from './api-objects.ts';

/**
 * One request to the fake API server. `seen` counts the requests for the same thing, this one
 * included.
 */
export interface Exchange {
  readonly request: IncomingMessage | Http2ServerRequest;
  readonly response: ServerResponse;
  readonly right: ApiAnswer;
  readonly seen: number;
}

export type Protocol = 'http' | 'https' | 'http2';

export interface ApiServer {
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

/** Sends what an API server would. */
export function answerRight({ response, right }: Exchange): void {
  response.writeHead(right.code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(right.body));
}

/** A fake API server of these objects; `answer` may do something else than the right thing. */
export async function startApi(
  objects: readonly KubeObject[],
  answer: (exchange: Exchange) => void = answerRight,
  { protocol = 'https', certificate = 'server' }: { protocol?: Protocol; certificate?: string } = {},
): Promise<ApiServer> {
  const counts = new Map<string, number>();
  const asked: string[] = [];
  const listener = (request: IncomingMessage | Http2ServerRequest, response: unknown) => {
    const right = apiAnswer(objects, request.url ?? '/');
    const seen = (counts.get(right.what) ?? 0) + 1;
    counts.set(right.what, seen);
    asked.push(right.what);
    answer({ request, response: response as ServerResponse, right, seen });
  };
  const server = create(protocol, certificate, listener);
  const sockets = new Set<{ destroy(): void }>();
  for (const event of ['connection', 'secureConnection'])
    server.on(event, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol === 'http' ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

type Listener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

function create(protocol: Protocol, certificate: string, listener: Listener): Server {
  const tls = {
    key: readFileSync(tlsFile(`${certificate}.key`)),
    cert: readFileSync(tlsFile(`${certificate}.crt`)),
  };
  if (protocol === 'http') return createHttp(listener);
  if (protocol === 'https') return createHttps(tls, listener);
  const server = createSecureServer(tls, listener);
  server.on('session', (session) => session.on('error', () => undefined));
  server.on('stream', (stream) => stream.on('error', () => undefined));
  return server;
}
