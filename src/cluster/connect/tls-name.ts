import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';

/**
 * Of a TLS proxy, and of a server behind a SOCKS5 proxy, undici sends the host of the URL as the server's name, and Node refuses that where
 * it is an address. A name that clusters go by is sent in its place, and the certificate has to be of the address all the same.
 */
export function withStandIn(url: URL): Pick<ConnectionOptions, 'servername' | 'checkServerIdentity'> {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) === 0) return {};
  return {
    servername: 'kubernetes',
    checkServerIdentity: (_, certificate) => checkServerIdentity(address, certificate),
  };
}
