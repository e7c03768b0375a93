import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';

/**
 * TLS settings for a server that is called by this name or address, and not by what the connection
 * goes to. Node refuses an address as a server's name: one that clusters go by is sent in its
 * place, and the certificate has to be of the address all the same.
 */
export function tlsIdentityOf(host: string): Pick<ConnectionOptions, 'servername' | 'checkServerIdentity'> {
  const address = bareHost(host);
  if (isIP(address) === 0) return { servername: host };
  return {
    servername: 'kubernetes',
    checkServerIdentity: (_, certificate) => checkServerIdentity(address, certificate),
  };
}

/** The host of a URL, an IPv6 address without its brackets. */
export const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '');
