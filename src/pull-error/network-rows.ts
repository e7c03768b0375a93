import type { Row } from './row.ts';

// Go's net/http gives the reason phrase of a proxy's answer to CONNECT, without its number. Docker
// prints a registry's 403 to a manifest HEAD the same way, so `Forbidden` alone counts only behind
// the other components' words.
const refusedConnect =
  'Forbidden|Method Not Allowed|Not Implemented|Bad Request|Not Found|Access Denied|Host Not (?:Permitted|Allowed)|Filtered|Blocked';
const proxyPhrases =
  'Proxy Authentication Required|Service Unavailable|Bad Gateway|Gateway Time-?out|Internal Server Error|unknown status code';

/**
 * A proxy's refusal of a ping (`/v2/`): a registry's has a body, which dockerd prints with a code.
 */
export const refusedPing = new RegExp(`Get "?(?:URL|NAME)?"?: (?:${refusedConnect})\\s*$`, 'i');

/** Someone between the node and the registry: these win over "connection refused" and "timeout". */
export const betweenRows: readonly Row[] = [
  {
    label: 'proxy-failure',
    says: [
      'proxyconnect',
      'socks connect',
      'error connecting to proxy',
      'unknown proxy scheme',
      'invalid proxy',
      'proxy authentication required',
      new RegExp(`(?:Get|Head|Post) "?(?:URL|NAME)?"?: (?:${proxyPhrases})\\s*$`),
      new RegExp(
        `(?:failed to do request: (?:Get|Head|Post)|pinging container registry NAME: Get) "?(?:URL|NAME)?"?: (?:${refusedConnect})\\s*$`,
      ),
    ],
  },
  {
    label: 'dns-failure',
    says: [
      /\blookup (?:NAME|[^\s:]{1,253})(?:: | on |$)/i,
      'no such host',
      'server misbehaving',
      'temporary failure in name resolution',
      'name or service not known',
      'could not resolve host',
      'no answer from dns server',
      /\budp .{0,100}:53\b/i,
      'nodename nor servname',
      'name does not resolve',
    ],
  },
];

/**
 * Which end speaks TLS (net/http, crypto/tls, nginx, Apache), then what is wrong with a certificate
 * (crypto/x509).
 */
export const tlsRows: readonly Row[] = [
  {
    label: 'https-client-http-server',
    says: [
      'server gave HTTP response to HTTPS client',
      'first record does not look like a TLS handshake',
      'oversized record received',
      'wrong version number',
    ],
  },
  {
    label: 'http-client-https-server',
    says: [
      'HTTP request to an HTTPS server',
      'plain HTTP request was sent to HTTPS',
      'speaking plain HTTP to an SSL',
      /malformed HTTP (?:response|status code|version)/i,
    ],
  },
  {
    label: 'tls-client-cert-required',
    says: [
      /remote error: tls: (?:certificate required|bad certificate|unknown certificate|handshake failure|access denied|certificate unknown|no certificate)/i,
      'no required SSL certificate',
      /client (?:didn't|did not) provide a certificate/i,
      'could not load X509 key pair',
      /failed to load (?:client )?(?:key pair|certificate)/i,
      /missing (?:client )?(?:certificate|key) NAME for/i,
    ],
  },
  {
    label: 'tls-expired-cert',
    says: ['certificate has expired', /not yet valid/i, 'remote error: tls: expired certificate'],
  },
  {
    label: 'tls-hostname-mismatch',
    says: [
      /certificate is (?:not )?valid for/i,
      /doesn't contain any (?:IP )?SANs?/i,
      'cannot validate certificate for',
      'not valid for any names',
      'legacy Common Name',
      'certificate has no names',
      'unrecognized name',
      /does not match (?:target )?host ?name/i,
    ],
  },
  {
    label: 'tls-unknown-authority',
    says: [
      'certificate signed by',
      /unknown (?:certificate )?authority/i,
      /self[- ]signed certificate/i,
      'local issuer certificate',
      'certificate is not trusted',
      'failed to verify certificate',
      'x509: ',
      'certificate verify failed',
    ],
  },
];

/**
 * How a connection failed, from the particular to the general (net, net/http,
 * golang.org/x/net/http2, Windows sockets).
 */
export const connectionRows: readonly Row[] = [
  {
    label: 'connection-reset',
    says: [
      'connection reset',
      'forcibly closed',
      'broken pipe',
      'stream error: stream ID',
      'sent GOAWAY',
      'server closed idle connection',
      /connection (?:was )?abort/i,
      'use of closed network connection',
      'transport connection broken',
      'connection lost',
    ],
  },
  { label: 'connection-refused', says: ['connection refused', /actively refused/i, 'ECONNREFUSED'] },
  {
    label: 'no-route-to-host',
    says: [
      'no route to host',
      /(?:network|host) is (?:unreachable|down)/i,
      /unreachable (?:network|host)/i,
      'EHOSTUNREACH',
      /connect: (?:permission denied|operation not permitted|cannot assign requested address|invalid argument)/i,
    ],
  },
  {
    label: 'connect-timeout',
    says: [
      /i\/o timeout/i,
      'handshake timeout',
      /(?:connection|operation|request) timed out/i,
      /Client\.Timeout/i,
      'while waiting for connection',
      /awaiting (?:response )?headers/i,
      'did not properly respond',
      /dial (?:tcp|udp) .{0,200}(?:deadline exceeded|operation was canceled)/i,
      /net\/http: timeout/i,
      'ETIMEDOUT',
    ],
  },
  {
    label: 'pull-interrupted',
    says: ['unexpected EOF', 'short read', 'happened during read', 'failed to read expected number of bytes'],
  },
  // a server that hangs up instead of answering
  { label: 'connection-reset', says: [/(?:Get|Head|Post) "?(?:URL|NAME)"?: EOF/, /URL"?: EOF/, /: EOF\s*$/] },
];

/** The pull was given up; any other cause in the same words is nearer the fault. */
export const cancelRows: readonly Row[] = [
  {
    label: 'pull-timeout',
    says: [
      'context canceled',
      'context cancelled',
      'deadline exceeded',
      'operation was canceled',
      'request canceled',
      'no progress',
      /pull (?:was )?(?:cancel|timed out)/i,
      'timed out',
      /\btimeout\b/i,
    ],
  },
];
