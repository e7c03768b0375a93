import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The path of a certificate or key in test/fixtures/tls/. */
export const tlsFile = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

export interface LocalServer {
  readonly url: string;
  readonly connections: () => number;
  readonly close: () => void;
}

/**
 * Starts an https server with a certificate of test/fixtures/tls/; clients may show a certificate.
 */
export function startHttps(answer: RequestListener, certificate = 'server'): Promise<LocalServer> {
  return listen(createServer(tlsOptions(certificate), answer));
}

/** The same over HTTP/2 or HTTP/1.1, as the client prefers. */
export function startHttp2(answer: RequestListener): Promise<LocalServer> {
  const options = { ...tlsOptions('server'), allowHTTP1: true };
  const server = createSecureServer(options);
  server.on('request', answer);
  return listen(server);
}

const tlsOptions = (certificate: string) => ({
  key: readFileSync(tlsFile(`${certificate}.key`)),
  cert: readFileSync(tlsFile(`${certificate}.crt`)),
  ca: readFileSync(tlsFile('ca.crt')),
  requestCert: true,
  rejectUnauthorized: false,
});

function listen(server: Server | Http2SecureServer): Promise<LocalServer> {
  const sockets = new Set<{ destroy(): void }>();
  let connections = 0;
  server.on('secureConnection', (socket) => {
    connections++;
    sockets.add(socket);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `https://127.0.0.1:${port}`,
        connections: () => connections,
        close: () => {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      });
    });
  });
}
