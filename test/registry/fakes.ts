import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { credentialFacts } from '../../src/kubelet/credentials/credential-facts.ts';
import { parseImageReference } from '../../src/kubelet/image/image-reference.ts';
import type { ProbeResult } from '../../src/model/probe.ts';
import type { AuthEntry } from '../../src/model/pull-secret.ts';
import { seal } from '../../src/model/sealed.ts';
import { parseRanges } from '../../src/registry/address-policy.ts';
import { openProber } from '../../src/registry/prober.ts';
import type { ProbeLogin, ProbeQuestion } from '../../src/registry/question.ts';
import type { TokenHost } from '../../src/registry/realm-policy.ts';
import { openSender } from '../../src/registry/sender.ts';

const pem = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url)), 'utf8');

/** One request as it arrived. */
export interface Arrived {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a fake answers; `body` undefined: nothing. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** Writes to the socket by itself, or not at all. */
  readonly raw?: (response: ServerResponse) => void;
}

export type Fake = (request: Arrived) => Reply;

export interface World {
  readonly port: number;
  /** Every request, in order. */
  readonly seen: Arrived[];
  /** Handles requests to `name` (`open.acme.test`). */
  host(name: string, fake: Fake): string;
  close(): Promise<void>;
}

/** A TLS server on 127.0.0.1 that is many hosts, by the Host header. */
export async function openWorld(certificate = 'registries'): Promise<World> {
  const hosts = new Map<string, Fake>();
  const seen: Arrived[] = [];
  const server = createServer(
    { key: pem(`${certificate}.key`), cert: pem(`${certificate}.crt`) },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
      const arrived: Arrived = {
        host,
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(arrived);
      const { status, headers = {}, body, raw } = hosts.get(host)?.(arrived) ?? { status: 404 };
      for (const [name, value] of Object.entries(headers))
        response.setHeader(name, value as string | string[]);
      if (raw !== undefined) return raw(response);
      const bytes =
        Buffer.isBuffer(body) || typeof body === 'string'
          ? body
          : body === undefined
            ? ''
            : JSON.stringify(body);
      response.statusCode = status;
      response.setHeader('content-length', Buffer.byteLength(bytes));
      response.end(arrived.method === 'HEAD' ? undefined : bytes);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    host(name, fake) {
      hosts.set(name, fake);
      return `${name}:${port}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const digestOf = (bytes: string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const index = 'application/vnd.oci.image.index.v1+json';
const manifest = 'application/vnd.oci.image.manifest.v1+json';

export const config = JSON.stringify({ os: 'linux', architecture: 'amd64' });
export const single = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifest,
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(config),
    size: config.length,
  },
  layers: [
    { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digestOf('layer'), size: 4096 },
  ],
});
export const multi = JSON.stringify({
  schemaVersion: 2,
  mediaType: index,
  manifests: [
    {
      mediaType: manifest,
      digest: digestOf(single),
      size: single.length,
      platform: { os: 'linux', architecture: 'amd64' },
    },
    {
      mediaType: manifest,
      digest: digestOf('arm'),
      size: 9,
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    },
    {
      mediaType: manifest,
      digest: digestOf('att'),
      size: 9,
      platform: { os: 'unknown', architecture: 'unknown' },
    },
  ],
});

const error = (status: number, code: string, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: { errors: [{ code, message: `${code.toLowerCase()} it is` }] },
});

/** What is wrong with a repository. */
export interface Content {
  readonly tags?: readonly string[];
  readonly manifests?: Readonly<Record<string, string>>;
  readonly blobs?: Readonly<Record<string, string>>;
}

/** An image `shop/api:1.4` for two platforms. */
export const whole: Content = {
  tags: ['1.4', '1.3'],
  manifests: { '1.4': multi, [digestOf(multi)]: multi, [digestOf(single)]: single },
  blobs: { [digestOf(config)]: config },
};

/** The distribution API over some content. */
export const serve =
  ({ tags = [], manifests = {}, blobs = {} }: Content): Fake =>
  ({ path, query }) => {
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/(.+)$/.exec(path) ?? [];
    if (repository !== 'shop/api') return error(404, 'NAME_UNKNOWN');
    if (kind === 'tags') {
      const count = Number(query.get('n'));
      const from = query.get('last') === null ? 0 : tags.indexOf(query.get('last') ?? '') + 1;
      const page = tags.slice(from, from + count);
      const more = from + count < tags.length;
      const next = `/v2/shop/api/tags/list?n=${count}&last=${page.at(-1)}`;
      return {
        status: 200,
        body: { name: 'shop/api', tags: page },
        headers: more ? { link: `<${next}>; rel="next"` } : {},
      };
    }
    const body = (kind === 'blobs' ? blobs : manifests)[reference];
    if (body === undefined) return error(404, kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN');
    const type =
      kind === 'blobs'
        ? 'application/octet-stream'
        : ((JSON.parse(body) as { mediaType?: string }).mediaType ?? manifest);
    return { status: 200, body, headers: { 'content-type': type, 'docker-content-digest': digestOf(body) } };
  };

/** How a token server treats whom. A number is a status; `empty` a token that grants nothing. */
export interface TokenRules {
  readonly anonymous?: number | 'empty' | 'ok';
  /** By `user:password`; without a scope, what is in `bare`, else `ok`. */
  readonly logins?: Readonly<Record<string, number | 'empty' | 'ok'>>;
  readonly post?: number;
  readonly field?: 'token' | 'access_token';
  readonly opaque?: boolean;
}

const jwt = (claims: object) =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${randomBytes(12).toString('base64url')}`;

/** A token server, and the check of its tokens. */
export function tokens(rules: TokenRules) {
  const rights = new Map<string, boolean>();
  const known = rules.logins ?? {};
  const serveToken: Fake = (request) => {
    if (request.method === 'POST' && rules.post !== undefined) return error(rules.post, 'UNSUPPORTED');
    const form = new URLSearchParams(request.body);
    const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const login =
      request.method === 'POST'
        ? `${form.get('username')}:${form.get('password')}`
        : basic === undefined
          ? null
          : Buffer.from(basic, 'base64').toString();
    const scope = form.get('scope') ?? request.query.get('scope');
    const answer = login === null ? (rules.anonymous ?? 401) : (known[login] ?? 401);
    const settled = login !== null && scope === null && known[login] !== undefined ? 'ok' : answer;
    if (typeof settled === 'number') return error(settled, settled === 403 ? 'DENIED' : 'UNAUTHORIZED');
    const access = settled === 'ok' ? [{ type: 'repository', name: 'shop/api', actions: ['pull'] }] : [];
    const token = rules.opaque === true ? randomBytes(30).toString('base64url') : jwt({ exp: 4e9, access });
    rights.set(token, settled === 'ok');
    return { status: 200, body: { [rules.field ?? 'token']: token } };
  };
  const checked =
    (challenge: string, inner: Fake): Fake =>
    (request) => {
      const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined || !rights.has(token))
        return error(401, 'UNAUTHORIZED', { 'www-authenticate': challenge });
      return rights.get(token) === true
        ? inner(request)
        : error(401, 'DENIED', { 'www-authenticate': `${challenge},error="insufficient_scope"` });
    };
  return { serveToken, checked };
}

export const password = 'c0rrect-horse+battery/=staple';

/** A login as a pull secret gives it. */
export function loginOf(user = 'jane', secret = password, more: Partial<ProbeLogin> = {}): ProbeLogin {
  const [username, bytes] = [Buffer.from(user), Buffer.from(secret)];
  const facts = credentialFacts({
    username,
    password: bytes,
    email: '',
    fields: { username: user, password: secret, auth: '' },
  });
  const entry: AuthEntry = {
    location: 'registry.acme.test',
    key: 'registry.acme.test',
    username: user,
    facts,
    credential: seal({ username: user, password: secret, email: '' }),
  };
  return { order: 1, candidate: null, secret: 'regcred', entry, ...more };
}

export interface AskOptions {
  readonly offers?: readonly ProbeLogin[];
  readonly candidates?: readonly ProbeLogin[];
  readonly as?: ProbeQuestion['as'];
  readonly platforms?: readonly string[];
  readonly failing?: boolean;
  readonly layers?: boolean;
  readonly tokenHosts?: readonly TokenHost[];
  readonly allowed?: readonly string[];
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly timeout?: number;
  readonly budget?: number;
  readonly log?: (line: string) => void;
}

/** Asks for `IMAGE` in a world, whose names all are 127.0.0.1 unless `addresses` says otherwise. */
export async function ask(image: string, options: AskOptions = {}): Promise<ProbeResult> {
  const [result] = await askAll([image], options);
  if (result === undefined) throw new Error('no result');
  return result;
}

/** Asks for several images in one run. */
export async function askAll(
  images: readonly string[],
  options: AskOptions = {},
): Promise<readonly ProbeResult[]> {
  const allowed = parseRanges(options.allowed ?? ['127.0.0.0/8']);
  if (allowed === null) throw new Error('bad ranges');
  const sender = openSender({
    version: '0.0.0',
    env: {},
    timeout: options.timeout ?? 10_000,
    authorities: [pem('registries-ca.crt')],
    allowed,
    resolve: async (host) =>
      (options.addresses?.[host] ?? ['127.0.0.1']).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const prober = openProber({
    sender,
    tokenHosts: options.tokenHosts ?? [],
    budget: options.budget ?? 60_000,
    limit: 30,
  });
  try {
    return await Promise.all(
      images.map((image) => {
        const reference = parseImageReference(image);
        if (!reference.ok) throw new Error(reference.message);
        return prober.ask({
          reference,
          as: options.as ?? 'containerd',
          platforms: options.platforms ?? ['linux/amd64'],
          platformInQuestion: true,
          failing: options.failing ?? true,
          layers: options.layers ?? false,
          offers: options.offers ?? [],
          candidates: options.candidates ?? [],
        });
      }),
    );
  } finally {
    await prober.close();
  }
}

/** `as outcome` of each attempt. */
export const outcomesOf = ({ attempts }: ProbeResult) =>
  attempts.map(({ as, outcome }) => `${as} ${outcome}`);
