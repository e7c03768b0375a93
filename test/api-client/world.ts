import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { TLSSocket } from 'node:tls';
import { startHttps, tlsFile } from './local-server.ts';
import { answerAsIssuer } from './oidc-issuer.ts';
import { httpProxy, listen, type ProxyTarget, socksProxy } from './proxies.ts';

/**
 * An API server over https and http that is an OIDC issuer too, proxies to it, and a folder of
 * files: all that one kubeconfig can name.
 */
export interface World {
  /**
   * Writes places into a text: SERVER, PORT, PLAIN, PROXY, SECURE_PROXY, SOCKS (hosts), DIR,
   * RELATIVE, TLS (folders), CA, CA_DATA …
   */
  fill(text: string): string;
  /** What the API server saw of the reads of Pod web, one line for each, repetitions left out. */
  seen(): readonly string[];
  close(): void;
}

/** `files` are texts by their path in the folder; `-> path` is a symbolic link. */
export async function openWorld(files: Readonly<Record<string, string>>): Promise<World> {
  const lines = new Set<string>();
  let tunnel = '';
  const answer: RequestListener = (request, response) => {
    if (answerAsIssuer(request, response)) return;
    if (/\/pods\/web(\?|$)/.test(request.url ?? '')) lines.add(lineOf(request, tunnel));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(discovery(request.url?.replace(/\?.*/, '') ?? '')));
  };
  const secure = await startHttps(answer);
  const port = new URL(secure.url).port;
  const target: ProxyTarget = {
    port: () => Number(port),
    tell: (host, login) => {
      tunnel = ` via ${host.replace(port, 'PORT')}${login === undefined ? '' : ` as ${login}`}`;
    },
  };
  const forward: RequestListener = (request, response) => {
    target.tell(new URL(request.url ?? '').host, undefined);
    answer(request, response);
  };
  const servers = [
    createServer(answer),
    httpProxy(target, forward),
    httpProxy(target, forward, true),
    socksProxy(target),
  ] as const;
  const sockets = new Set<Socket>();
  for (const server of servers) server.on('connection', (socket: Socket) => sockets.add(socket));
  const [plain = '', proxy = '', secureProxy = '', socks = ''] = await Promise.all(servers.map(listen));
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
  const data = (file: string) => readFileSync(tlsFile(file)).toString('base64');
  const places: Readonly<Record<string, string>> = {
    SERVER: `127.0.0.1:${port}`,
    PORT: port,
    PLAIN: plain,
    PROXY: proxy,
    SECURE_PROXY: secureProxy.replace('127.0.0.1', 'localhost'),
    SOCKS: socks,
    DIR: folder,
    RELATIVE: relative(process.cwd(), folder),
    TLS: dirname(tlsFile('ca.crt')),
    CA: readFileSync(tlsFile('ca.crt'), 'utf8'),
    CA_DATA: data('ca.crt'),
    CERT_DATA: data('client.crt'),
    KEY_DATA: data('client.key'),
  };
  const fill = (text: string) => text.replaceAll(/\b[A-Z_]+\b/g, (word) => places[word] ?? word);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(folder, path));
    else writeFileSync(join(folder, path), fill(text), { mode: 0o700 });
  }
  return {
    fill,
    seen: () => [...lines],
    close() {
      secure.close();
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Server path, namespace and credentials of a request: `/c shop cn=jane, Bearer t,
 * impersonate-user=joe via api.example:443`.
 */
function lineOf(request: IncomingMessage, tunnel: string): string {
  const { socket, rawHeaders } = request;
  const secure = socket instanceof TLSSocket ? socket : null;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && /^(authorization|impersonate)/i.test(name)
      ? [`${name.toLowerCase()}=${rawHeaders[index + 1]}`.replace('authorization=', '')]
      : [],
  );
  const subject = secure?.getPeerCertificate()?.subject;
  const [, base, namespace] =
    /^(?:https?:\/\/[^/]*)?(.*)\/api\/v1\/namespaces\/([^/]+)\//.exec(request.url ?? '') ?? [];
  // none where the server is an address
  const sni = secure && 'servername' in secure ? secure.servername : false;
  const proofs = [
    ...(secure === null ? ['http'] : []),
    ...(subject === undefined ? [] : [`cn=${subject.CN}`]),
    ...(sni === false ? [] : [`sni=${sni}`]),
    ...(request.headers['accept-encoding'] === undefined ? ['uncompressed'] : []),
    ...headers.sort(),
  ];
  return `${base || '/'} ${namespace} ${proofs.join(', ') || 'anonymous'}${tunnel}`;
}

/** As much of the API as kubectl needs to find out what a Pod is. */
function discovery(path: string): object {
  if (path.endsWith('/api')) return { kind: 'APIVersions', versions: ['v1'] };
  if (path.endsWith('/apis')) return { kind: 'APIGroupList', apiVersion: 'v1', groups: [] };
  if (path.endsWith('/api/v1'))
    return {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      resources: [
        { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list'] },
      ],
    };
  return { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' } };
}
