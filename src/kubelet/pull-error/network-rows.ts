import type { Row } from './row.ts';

// Go's net/http gives the reason phrase of a proxy's answer to CONNECT, without its number. Docker prints
// a registry's 403 to a manifest HEAD the same way, so `Forbidden` alone counts only behind the other components' words.
const refusedConnect =
  'Forbidden|Method Not Allowed|Not Implemented|Bad Request|Not Found|Access Denied|Host Not (?:Permitted|Allowed)|Filtered|Blocked';
const proxyPhrases =
  'Proxy Authentication Required|Service Unavailable|Bad Gateway|Gateway Time-?out|Internal Server Error|unknown status code';

/** Someone between the node and the registry: these win over "connection refused" and "timeout". */
export const betweenRows: readonly Row[] = [
  {
    label: 'proxy-failure',
    says: [
      /proxyconnect/i,
      /socks connect/i,
      /error connecting to proxy/i,
      /unknown proxy scheme/i,
      /invalid proxy/i,
      /proxy authentication required/i,
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
      /no such host/i,
      /server misbehaving/i,
      /temporary failure in name resolution/i,
      /name or service not known/i,
      /could not resolve host/i,
      /no answer from dns server/i,
      /\budp .{0,100}:53\b/i,
      /nodename nor servname/i,
      /name does not resolve/i,
    ],
  },
];

/** Which end speaks TLS (net/http, crypto/tls, nginx, Apache), then what is wrong with a certificate (crypto/x509). */
export const tlsRows: readonly Row[] = [
  {
    label: 'https-client-http-server',
    says: [
      /server gave HTTP response to HTTPS client/i,
      /first record does not look like a TLS handshake/i,
      /oversized record received/i,
      /wrong version number/i,
    ],
  },
  {
    label: 'http-client-https-server',
    says: [
      /HTTP request to an HTTPS server/i,
      /plain HTTP request was sent to HTTPS/i,
      /speaking plain HTTP to an SSL/i,
      /malformed HTTP (?:response|status code|version)/i,
    ],
  },
  {
    label: 'tls-client-cert-required',
    says: [
      /remote error: tls: (?:certificate required|bad certificate|unknown certificate|handshake failure|access denied|certificate unknown|no certificate)/i,
      /no required SSL certificate/i,
      /client (?:didn't|did not) provide a certificate/i,
      /could not load X509 key pair/i,
      /failed to load (?:client )?(?:key pair|certificate)/i,
      /missing (?:client )?(?:certificate|key) NAME for/i,
    ],
  },
  {
    label: 'tls-expired-cert',
    says: [/certificate has expired/i, /not yet valid/i, /remote error: tls: expired certificate/i],
  },
  {
    label: 'tls-hostname-mismatch',
    says: [
      /certificate is (?:not )?valid for/i,
      /doesn't contain any (?:IP )?SANs?/i,
      /cannot validate certificate for/i,
      /not valid for any names/i,
      /legacy Common Name/i,
      /certificate has no names/i,
      /unrecognized name/i,
      /does not match (?:target )?host ?name/i,
    ],
  },
  {
    label: 'tls-unknown-authority',
    says: [
      /certificate signed by/i,
      /unknown (?:certificate )?authority/i,
      /self[- ]signed certificate/i,
      /local issuer certificate/i,
      /certificate is not trusted/i,
      /failed to verify certificate/i,
      /x509: /i,
      /certificate verify failed/i,
    ],
  },
];

/** How a connection failed, from the particular to the general (net, net/http, golang.org/x/net/http2, Windows sockets). */
export const connectionRows: readonly Row[] = [
  {
    label: 'connection-reset',
    says: [
      /connection reset/i,
      /forcibly closed/i,
      /broken pipe/i,
      /stream error: stream ID/i,
      /sent GOAWAY/i,
      /server closed idle connection/i,
      /connection (?:was )?abort/i,
      /use of closed network connection/i,
      /transport connection broken/i,
      /connection lost/i,
    ],
  },
  { label: 'connection-refused', says: [/connection refused/i, /actively refused/i, /ECONNREFUSED/i] },
  {
    label: 'no-route-to-host',
    says: [
      /no route to host/i,
      /(?:network|host) is (?:unreachable|down)/i,
      /unreachable (?:network|host)/i,
      /EHOSTUNREACH/i,
      /connect: (?:permission denied|operation not permitted|cannot assign requested address|invalid argument)/i,
    ],
  },
  {
    label: 'connect-timeout',
    says: [
      /i\/o timeout/i,
      /handshake timeout/i,
      /(?:connection|operation|request) timed out/i,
      /Client\.Timeout/i,
      /while waiting for connection/i,
      /awaiting (?:response )?headers/i,
      /did not properly respond/i,
      /dial (?:tcp|udp) .{0,200}(?:deadline exceeded|operation was canceled)/i,
      /net\/http: timeout/i,
      /ETIMEDOUT/i,
    ],
  },
  {
    label: 'pull-interrupted',
    says: [
      /unexpected EOF/i,
      /short read/i,
      /happened during read/i,
      /failed to read expected number of bytes/i,
    ],
  },
  // a server that hangs up instead of answering
  { label: 'connection-reset', says: [/(?:Get|Head|Post) "?(?:URL|NAME)"?: EOF/, /URL"?: EOF/, /: EOF\s*$/] },
];

/** The pull was given up; any other cause in the same words is nearer the fault. */
export const cancelRows: readonly Row[] = [
  {
    label: 'pull-timeout',
    says: [
      /context canceled/i,
      /context cancelled/i,
      /deadline exceeded/i,
      /operation was canceled/i,
      /request canceled/i,
      /no progress/i,
      /pull (?:was )?(?:cancel|timed out)/i,
      /timed out/i,
      /\btimeout\b/i,
    ],
  },
];
