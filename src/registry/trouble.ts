import { errorCode } from '../api-client/http/transport-failure.ts';
import type { NoAnswer, Trouble } from './exchange.ts';

const tlsCodes =
  /^(?:CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE)/;
const plainCodes = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/;

/**
 * What a request that failed with an error is told as. `proxy`: `host[:port]` of the proxy on its
 * way.
 */
export function noAnswer(
  error: unknown,
  url: URL,
  timeout: number,
  budget: AbortSignal,
  proxy: string | null,
): NoAnswer {
  const code = errorCode(error);
  const [trouble, says] = budget.aborted
    ? (['budget', 'the time for all requests was over'] as const)
    : troubleOf(error, code, url.host, timeout);
  const where = proxy === null ? '' : ` (through the proxy ${proxy})`;
  return { kind: 'none', trouble, code, says: `${says}${where}`, flag: null };
}

function troubleOf(error: unknown, code: string, host: string, timeout: number): readonly [Trouble, string] {
  if (error instanceof Error && /^Proxy response \((\d+)\)/.test(error.message))
    return ['proxy', `${host} could not be reached: the proxy refused the tunnel`];
  if (code === 'ENOTFOUND') return ['dns', `the name ${host} does not resolve here`];
  if (code === 'EAI_AGAIN') return ['dns', `the name ${host} could not be resolved here`];
  if (code === 'ECONNREFUSED') return ['connect', `${host} refused the connection`];
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return ['connect', `there is no route from here to ${host}`];
  if (code === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return ['timeout', `${host} did not answer within ${timeout / 1000} s`];
  if (plainCodes.test(code)) return ['not-tls', `${host} does not speak TLS`];
  if (tlsCodes.test(code)) return ['tls', tlsSays(code, host)];
  if (/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_INFO|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/.test(code))
    return ['reset', `${host} closed the connection before its answer was whole`];
  if (code === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return ['not-http', `${host} sent an answer that is not HTTP`];
  if (/^(?:ERR_SOCKS|UND_ERR_PRX)/.test(code))
    return ['proxy', `${host} could not be reached: the proxy failed`];
  return ['other', `${host} gave no answer (${/^[A-Z][A-Za-z0-9_]{1,60}$/.test(code) ? code : 'unknown'})`];
}

function tlsSays(code: string, host: string): string {
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`;
  if (code === 'CERT_NOT_YET_VALID') return `the certificate of ${host} is not valid yet`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return `the certificate of ${host} is for another name`;
  if (/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_SIGNATURE|CERT_UNTRUSTED|INVALID_CA)/.test(code))
    return `the certificate of ${host} is of an authority that this machine does not trust`;
  return `the TLS handshake with ${host} failed (${code})`;
}
