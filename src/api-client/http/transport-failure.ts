import { type RequestFailure, requestFailure } from './answer.ts';
import type { ProxyAddress } from './env-proxy.ts';

const sayings: ReadonlyMap<string, readonly [says: string, remedy?: string]> = new Map(
  Object.entries<readonly [says: string, remedy?: string]>({
    ECONNREFUSED: [
      'refused the connection',
      'check that the cluster runs and that the context is the right one',
    ],
    ENOTFOUND: ['has a host name that does not resolve', 'check the server of the context and your VPN'],
    EAI_AGAIN: ['has a host name that could not be resolved just now', 'check your network and DNS'],
    EHOSTUNREACH: ['cannot be reached: no route to the host', 'check your network and VPN'],
    ENETUNREACH: ['cannot be reached: the network is unreachable', 'check your network and VPN'],
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['sent an answer that breaks off', 'try again in a minute'],
    UND_ERR_PRX_CONN: ['could not be reached: the proxy closed the connection'],
    Z_BUF_ERROR: ['sent an answer that breaks off', 'try again in a minute'],
    Z_DATA_ERROR: ['sent an answer that cannot be decompressed'],
    ERR_BUFFER_TOO_LARGE: [
      'sent an answer of more than 256 MiB',
      'read less at once: --chunk-size, a namespace',
    ],
    UNKNOWN_ENCODING: [
      'sent an answer that is compressed in a way that nobody asked for',
      'look for a proxy in between, or try --disable-compression',
    ],
    HTTPParserError: [
      'sent something that is not HTTP',
      'check the server of the context: its host and port',
    ],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      'presented a certificate for another name',
      'check the server of the context, or name the right one with --tls-server-name',
    ],
    CERT_HAS_EXPIRED: [
      'presented a certificate that has expired',
      'renew it, and check the clock of this machine',
    ],
    CERT_NOT_YET_VALID: ['presented a certificate that is not valid yet', 'check the clock of this machine'],
    ERR_SSL_WRONG_VERSION_NUMBER: [
      'does not speak TLS',
      'if it is a plain HTTP server, begin its URL with http://',
    ],
    ERR_SSL_PACKET_LENGTH_TOO_LONG: [
      'does not speak TLS',
      'if it is a plain HTTP server, begin its URL with http://',
    ],
  }),
);

/** Whoever is connected to is not there: behind a proxy that is the proxy. */
const notThere = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
]);

/** TLS alerts of the server, and OpenSSL's words where the versions do not meet. */
const alerts: readonly (readonly [RegExp, remedy: string])[] = [
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION/,
    'the server needs a newer version of TLS, or this program a newer Node.js',
  ],
  [/UNRECOGNIZED_NAME/, 'check the server of the context, or name the right one with --tls-server-name'],
  [/ALERT|ERR_SSL_SSL\/TLS/, 'check the client certificate of the user'],
];

/**
 * The code of a failed request, from the error or what caused it: ECONNREFUSED, CERT_HAS_EXPIRED,
 * TimeoutError …
 */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'TimeoutError' || error.name === 'ConnectTimeoutError') return 'TimeoutError';
  if (error.name === 'HTTPParserError') return error.name;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : errorCode(error.cause);
}

/** The server went away in the middle. */
const isReset = (error: unknown): boolean =>
  /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_INFO|ERR_HTTP2_\w+)$/.test(errorCode(error));

/** Nothing whole came, and the next try may fare better. */
export const isCut = (error: unknown): boolean =>
  isReset(error) || ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'Z_BUF_ERROR'].includes(errorCode(error));

/**
 * One sentence for a request without an answer. `server` names the API server, `timeout` is in
 * milliseconds.
 */
export function explainFailure(
  error: unknown,
  server: string,
  timeout: number | null,
  proxy: ProxyAddress | null,
): RequestFailure {
  const where = `the API server at ${server}${proxy === null ? '' : ` (through the proxy ${proxy.host})`}`;
  const code = errorCode(error);
  if (code === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    const patience = timeout === null ? '' : ` within ${timeout / 1000} s`;
    return requestFailure(
      `${where} did not answer${patience}`,
      'check your network and VPN, or allow more with --request-timeout',
    );
  }
  if (code === 'UND_ERR_PRX_TLS')
    return requestFailure(
      `${where} could not be reached: the proxy presented a certificate for another name`,
      'check the proxy-url of the cluster or HTTPS_PROXY',
    );
  if (code === 'ERR_SOCKS' && error instanceof Error)
    return requestFailure(
      `${where} could not be reached: the proxy failed (${error.message})`,
      'check the proxy and the login in its URL',
    );
  const tunnel = error instanceof Error ? /^Proxy response \((\d+)\)/.exec(error.message) : null;
  if (tunnel !== null)
    return requestFailure(`${where} could not be reached: the proxy answered ${tunnel[1]}`);
  if (untrusted.has(code))
    return requestFailure(
      `${where} presented a certificate of an authority that is not trusted`,
      'check certificate-authority-data of the cluster, or name the right file with --certificate-authority',
    );
  const alert = alerts.find(([codes]) => codes.test(code));
  if (alert !== undefined) return requestFailure(`${where} broke off the TLS handshake (${code})`, alert[1]);
  if (isReset(error))
    return requestFailure(
      `${where} closed the connection`,
      server.startsWith('http:')
        ? 'if it is an HTTPS server, begin its URL with https://'
        : 'try again in a minute; one that wants a client certificate, or another one, closes it too',
    );
  if (code.startsWith('ERR_OSSL'))
    return requestFailure(
      'the client certificate and key of the user are not a valid PEM pair',
      'check the users entry of the kubeconfig',
    );
  const [says, remedy] = sayings.get(code) ?? [`gave no answer (${code})`];
  if (proxy !== null && notThere.has(code))
    return requestFailure(
      `the proxy ${proxy.host} to the API server at ${server} ${says}`,
      'check the proxy-url of the cluster or HTTPS_PROXY, and your network',
    );
  return requestFailure(`${where} ${says}`, remedy);
}
