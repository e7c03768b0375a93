import { readFileSync } from 'node:fs';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { Cluster } from '../kubeconfig/kubeconfig.ts';
import { type ClientCertificate, tlsIdentity } from './open-credentials.ts';

/**
 * PEM from a kubeconfig: base64 data before a file, as kubectl does; undefined when neither is
 * given.
 */
export function readPem(
  data: string | undefined,
  file: string | undefined,
  what: string,
): string | undefined {
  if (data !== undefined) return Buffer.from(data, 'base64').toString();
  return file === undefined ? undefined : readSetting(file, what);
}

/** A file that the kubeconfig or a flag names. */
export function readSetting(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConnectionError(`${what} ${file} cannot be read (${code})`);
  }
}

/** The cluster's CA bundle in PEM, undefined for the system's. */
export function readCa(cluster: Cluster): string | undefined {
  const ca = readPem(cluster.certificateAuthorityData, cluster.certificateAuthority, 'certificate authority');
  if (ca !== undefined && cluster.insecureSkipTlsVerify === true)
    throw new ConnectionError('a certificate authority and insecure-skip-tls-verify exclude each other');
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----'))
    throw new ConnectionError('the certificate authority of the cluster holds no PEM certificate');
  return ca;
}

/**
 * The TLS context of all connections to the API server. Without a CA it trusts the system's store
 * besides Node's own.
 */
export function secureContext(ca: string | undefined, client: ClientCertificate | null): SecureContext {
  return createSecureContext({
    ca: ca ?? trusted(),
    ...tlsIdentity(client),
  });
}

/**
 * The TLS context of connections to a proxy, which may be of the cluster's authority too (Go,
 * net/http/transport.go).
 */
export const proxyContext = (ca: string | undefined): SecureContext =>
  createSecureContext({ ca: [...trusted(), ...(ca === undefined ? [] : [ca])] });

/** The certificates that this machine trusts: Node's and the system's. */
export const trusted = () => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
