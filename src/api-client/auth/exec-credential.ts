import { type Sealed, seal } from '../../model/sealed.ts';
import { parseYaml } from '../../text/parse-yaml.ts';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import type { ExecPlugin } from '../kubeconfig/kubeconfig.ts';
import { fieldsOf } from '../kubeconfig/kubeconfig-fields.ts';

/**
 * What a credential plugin gave: a token, a client certificate, or both. `expires` is in epoch
 * milliseconds.
 */
export interface ExecCredential {
  readonly kind: 'credential';
  readonly token?: Sealed<string>;
  readonly certificate?: Sealed<string>;
  readonly key?: Sealed<string>;
  readonly expires?: number;
}

/** Only what is a version for certain is shown of a plugin's output. */
const versionName = (version: string) =>
  /^(?:none|client\.authentication\.k8s\.io\/v\d\w{0,7})$/.test(version) ? version : 'another version';

/** JSON or YAML, as kubectl decodes it. */
function parsed(output: string): unknown {
  const yaml = parseYaml(output, { first: true, uniqueKeys: false });
  return 'mistake' in yaml ? null : yaml.documents[0]?.toJS();
}

/** Reads a plugin's ExecCredential. Messages never quote the output. */
export function parseExecCredential(output: string, plugin: ExecPlugin): ExecCredential | RequestFailure {
  const bad = (what: string) => requestFailure(`the credential plugin ${plugin.command} ${what}`);
  try {
    const credential = fieldsOf(parsed(output), 'ExecCredential');
    if (credential.text('kind') !== 'ExecCredential') return bad('printed no ExecCredential');
    const version = credential.text('apiVersion') ?? 'none';
    if (version !== plugin.apiVersion)
      return bad(`speaks ${versionName(version)}, but the kubeconfig asks for ${plugin.apiVersion}`);
    const status = credential.fields('status');
    const token = status.text('token');
    const certificate = status.text('clientCertificateData');
    const key = status.text('clientKeyData');
    if (token === undefined && certificate === undefined)
      return bad('returned neither a token nor a certificate');
    if ((certificate === undefined) !== (key === undefined))
      return bad('returned half of a certificate and key pair');
    const expiry = status.text('expirationTimestamp');
    const expires = Date.parse(expiry ?? '');
    if (expiry !== undefined && Number.isNaN(expires))
      return bad('returned an expirationTimestamp that is no time');
    return {
      kind: 'credential',
      ...(token === undefined ? {} : { token: seal(token) }),
      ...(certificate === undefined || key === undefined
        ? {}
        : { certificate: seal(certificate), key: seal(key) }),
      ...(Number.isNaN(expires) ? {} : { expires }),
    };
  } catch {
    return bad('did not print a valid ExecCredential in JSON or YAML');
  }
}
