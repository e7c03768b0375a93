import * as Flags from '@oclif/core/flags';
import type { ConnectionOptions } from '../../api-client/kubeconfig/connection-options.ts';
import { withoutLogin } from '../../api-client/kubeconfig/server-url.ts';
import type { Argument } from '../../model/finding.ts';

const group = { helpGroup: 'CONNECTION' };
const words = (description: string) => Flags.string({ description, ...group });
const repeated = (description: string) =>
  Flags.string({ description, multiple: true, multipleNonGreedy: true, ...group });

/** kubectl's connection flags, with kubectl's names. */
export const connectionFlags = {
  kubeconfig: words('path of the kubeconfig file'),
  context: words('name of the kubeconfig context'),
  cluster: words('name of the kubeconfig cluster'),
  user: words('name of the kubeconfig user'),
  namespace: Flags.string({ char: 'n', description: 'namespace of the Pods', ...group }),
  server: Flags.string({ char: 's', description: 'address of the API server', ...group }),
  token: words('bearer token for the API server'),
  username: words('user name for basic authentication'),
  password: words('password for basic authentication'),
  as: words('user to impersonate'),
  'as-group': repeated('group to impersonate; may be repeated'),
  'as-uid': words('UID to impersonate'),
  'as-user-extra': repeated('key=value to impersonate; may be repeated'),
  'certificate-authority': words('path of the certificate authority of the API server'),
  'client-certificate': words('path of the client certificate'),
  'client-key': words('path of the client key'),
  'insecure-skip-tls-verify': Flags.boolean({
    description: "do not verify the API server's certificate",
    ...group,
  }),
  'tls-server-name': words("name to verify the API server's certificate against"),
  'request-timeout': words('longest wait for one answer: a duration or seconds, 0 for none'),
  'disable-compression': Flags.boolean({ description: 'ask for answers without compression', ...group }),
};

/** The values of `connectionFlags` after parsing. */
export type ConnectionFlagValues = {
  readonly [Name in keyof typeof connectionFlags]?: string | readonly string[] | boolean | undefined;
};

const text = (value: ConnectionFlagValues[keyof ConnectionFlagValues]) =>
  typeof value === 'string' ? value : undefined;
const texts = (value: ConnectionFlagValues[keyof ConnectionFlagValues]) =>
  Array.isArray(value) ? (value as readonly string[]) : undefined;

export const toConnectionOptions = (flags: ConnectionFlagValues): ConnectionOptions => ({
  kubeconfig: text(flags.kubeconfig),
  context: text(flags.context),
  cluster: text(flags.cluster),
  user: text(flags.user),
  namespace: text(flags.namespace),
  server: text(flags.server),
  token: text(flags.token),
  username: text(flags.username),
  password: text(flags.password),
  as: text(flags.as),
  asGroup: texts(flags['as-group']),
  asUid: text(flags['as-uid']),
  asUserExtra: texts(flags['as-user-extra']),
  certificateAuthority: text(flags['certificate-authority']),
  clientCertificate: text(flags['client-certificate']),
  clientKey: text(flags['client-key']),
  insecureSkipTlsVerify: flags['insecure-skip-tls-verify'] === true ? true : undefined,
  tlsServerName: text(flags['tls-server-name']),
  requestTimeout: text(flags['request-timeout']),
  disableCompression: flags['disable-compression'] === true ? true : undefined,
});

/**
 * Flags that suggested commands do without: the commands name their namespace, and a time limit is
 * the user's own.
 */
const notCarried = new Set(['namespace', 'request-timeout', 'disable-compression']);

const secret = new Map([
  ['token', 'KUBE_TOKEN'],
  ['password', 'KUBE_PASSWORD'],
]);

/**
 * The flags that the user gave, for the commands that the report suggests; a token or a password
 * becomes a variable to fill in, and a login in the server's URL is left out.
 */
export function carriedFlags(flags: ConnectionFlagValues): readonly Argument[] {
  return Object.keys(connectionFlags).flatMap((name): readonly Argument[] => {
    const value = flags[name as keyof ConnectionFlagValues];
    if (notCarried.has(name) || value === undefined || value === false || value === '') return [];
    const fillIn = secret.get(name);
    if (fillIn !== undefined) return [{ prefix: `--${name}=`, fillIn }];
    if (value === true) return [`--${name}`];
    return [value].flat().map((one) => `--${name}=${name === 'server' ? withoutLogin(one) : one}`);
  });
}
