import { type Trouble, trouble } from './answer.ts';
import type { ExecPlugin } from './kubeconfig.ts';
import { fieldsOf } from './kubeconfig-fields.ts';

/** What a credential plugin gave: a token, a client certificate, or both. `expires` is in epoch milliseconds. */
export interface ExecCredential {
  readonly kind: 'credential';
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly expires?: number;
}

/** Reads a plugin's ExecCredential. Messages never quote the output. */
export function parseExecCredential(output: string, plugin: ExecPlugin): ExecCredential | Trouble {
  const bad = (what: string) => trouble(`the credential plugin ${plugin.command} ${what}`);
  try {
    const credential = fieldsOf(JSON.parse(output), 'ExecCredential');
    if (credential.text('kind') !== 'ExecCredential') return bad('printed no ExecCredential');
    const version = credential.text('apiVersion') ?? 'none';
    if (version !== plugin.apiVersion)
      return bad(`speaks ${version.slice(0, 80)}, but the kubeconfig asks for ${plugin.apiVersion}`);
    const status = credential.fields('status');
    const token = status.text('token');
    const certificate = status.text('clientCertificateData');
    const key = status.text('clientKeyData');
    if (token === undefined && certificate === undefined)
      return bad('returned neither a token nor a certificate');
    if ((certificate === undefined) !== (key === undefined))
      return bad('returned half of a certificate and key pair');
    const expires = Date.parse(status.text('expirationTimestamp') ?? '');
    return {
      kind: 'credential',
      ...(token === undefined ? {} : { token }),
      ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
      ...(Number.isNaN(expires) ? {} : { expires }),
    };
  } catch {
    return bad('did not print a valid ExecCredential in JSON');
  }
}
