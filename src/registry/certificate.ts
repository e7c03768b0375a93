import { connect, createSecureContext } from 'node:tls';
import { bareHost, tlsIdentityOf } from '../api-client/http/tls-name.ts';
import { trusted } from '../api-client/http/trust.ts';
import type { ProbeCertificate } from '../model/probe.ts';
import { words } from './read-answer.ts';
import type { Sender } from './sender.ts';

const mostNames = 20;

/**
 * Reads the certificate that a registry shows, by a second handshake that verifies nothing and
 * sends no byte of HTTP. Null where there is none to read, and behind a proxy.
 */
export async function readCertificate(
  url: URL,
  problem: string,
  sender: Sender,
  signal: AbortSignal,
): Promise<ProbeCertificate | null> {
  if (sender.proxyTo(url) !== null || signal.aborted) return null;
  const { promise, resolve } = Promise.withResolvers<ProbeCertificate | null>();
  const socket = connect({
    host: bareHost(url.hostname),
    port: Number(url.port || 443),
    lookup: sender.hosts.lookup,
    rejectUnauthorized: false,
    secureContext: createSecureContext({ ca: [...trusted(), ...sender.authorities] }),
    ...tlsIdentityOf(url.hostname),
  });
  const stop = () => resolve(null);
  signal.addEventListener('abort', stop, { once: true });
  socket.setTimeout(sender.timeout, stop);
  socket.on('error', stop);
  socket.on('close', stop);
  socket.on('secureConnect', () => {
    const shown = socket.getPeerCertificate();
    resolve(
      shown.valid_to === undefined
        ? null
        : {
            problem: problem || socket.authorizationError?.message || '',
            subject: nameOf(shown.subject),
            issuer: nameOf(shown.issuer),
            names: (shown.subjectaltname ?? '')
              .split(/,\s*/)
              .filter((name) => name !== '')
              .slice(0, mostNames)
              .map((name) => words(name.replace(/^(?:DNS|IP Address):/, ''))),
            validFrom: timeOf(shown.valid_from),
            validTo: timeOf(shown.valid_to),
          },
    );
  });
  const certificate = await promise;
  signal.removeEventListener('abort', stop);
  socket.destroy();
  return certificate;
}

/** The common name, else the organisation. */
function nameOf(name: unknown): string {
  const { CN, O } = (name ?? {}) as Record<string, unknown>;
  return words([CN ?? O].flat()[0]);
}

function timeOf(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? words(text) : time.toISOString();
}
