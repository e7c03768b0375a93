import { seal } from '../../model/sealed.ts';
import { ConnectionError } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { defined } from './defined.ts';
import type { Cluster, Context, Kubeconfig, User } from './kubeconfig.ts';
import { splitServer } from './server-url.ts';

/**
 * Which cluster to talk to, as whom, in which namespace. Names and namespace are null where the
 * kubeconfig and the flags give none.
 */
export interface Target {
  readonly context: string | null;
  readonly namespace: string | null;
  readonly cluster: Cluster;
  readonly userName: string | null;
  readonly user: User;
}

/**
 * Picks context, cluster and user from a kubeconfig, flags over entries (client-go,
 * tools/clientcmd/client_config.go). A name that does not exist is a ConnectionError that lists
 * those that do, unless only the context gives it and a flag stands in for the entry.
 */
export function chooseTarget(config: Kubeconfig, options: ConnectionOptions): Target {
  const contextName = options.context || config.currentContext;
  const context: Context = lookUp('context', contextName, config.contexts, config.source) ?? {};
  const userName = options.user || context.user;
  const ofContext = ` of context "${contextName}"`;
  const clusterName = options.cluster || context.cluster;
  const cluster =
    options.server && !options.cluster
      ? config.clusters.get(clusterName ?? '')
      : lookUp('cluster', clusterName, config.clusters, config.source, options.cluster ? '' : ofContext);
  const user =
    (options.token || options.username || options.clientCertificate) && !options.user
      ? config.users.get(userName ?? '')
      : lookUp('user', userName, config.users, config.source, options.user ? '' : ofContext);
  return {
    context: contextName ?? null,
    namespace: options.namespace || context.namespace || null,
    cluster: overrideCluster(cluster ?? {}, options),
    userName: userName ?? null,
    user: overrideUser(user ?? {}, options),
  };
}

function lookUp<T>(
  what: string,
  name: string | undefined,
  entries: ReadonlyMap<string, T>,
  source: string,
  of = '',
): T | undefined {
  const entry = entries.get(name ?? '');
  if (entry !== undefined || name === undefined) return entry;
  const names = [...entries.keys()];
  const known = names.length === 0 ? `it has no ${what}s` : `${what}s: ${names.join(', ')}`;
  throw new ConnectionError(`${what} "${name}"${of} does not exist in ${source} (${known})`);
}

function overrideCluster(cluster: Cluster, options: ConnectionOptions): Cluster {
  const {
    certificateAuthority,
    certificateAuthorityData,
    insecureSkipTlsVerify,
    server,
    serverLogin,
    ...rest
  } = cluster;
  const insecure = options.insecureSkipTlsVerify;
  // Either flag replaces all that the entry says about trust; --server drops the entry's TLS server
  // name, as kubectl does.
  const trust =
    insecure === true || options.certificateAuthority
      ? { certificateAuthority: options.certificateAuthority || undefined, insecureSkipTlsVerify: insecure }
      : {
          certificateAuthority,
          certificateAuthorityData,
          insecureSkipTlsVerify: insecure ?? insecureSkipTlsVerify,
        };
  return defined({
    ...rest,
    ...trust,
    ...(options.server ? splitServer(options.server) : { server, serverLogin }),
    tlsServerName: options.tlsServerName || (options.server ? undefined : cluster.tlsServerName),
    disableCompression: options.disableCompression ?? cluster.disableCompression,
  });
}

function overrideUser(user: User, options: ConnectionOptions): User {
  const groups = options.asGroup ?? [];
  return defined({
    ...user,
    token: options.token ? seal(options.token) : user.token,
    tokenFile: options.token ? undefined : user.tokenFile,
    username: options.username || user.username,
    password: options.password ? seal(options.password) : user.password,
    clientCertificate: options.clientCertificate || user.clientCertificate,
    clientCertificateData: options.clientCertificate ? undefined : user.clientCertificateData,
    clientKey: options.clientKey || user.clientKey,
    clientKeyData: options.clientKey ? undefined : user.clientKeyData,
    as: options.as || user.as,
    asUid: options.asUid || user.asUid,
    asGroups: groups.length > 0 ? groups : user.asGroups,
    asUserExtra: extraOf(options.asUserExtra ?? []) ?? user.asUserExtra,
  });
}

function extraOf(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> | undefined {
  if (pairs.length === 0) return undefined;
  const extra = new Map<string, string[]>();
  for (const pair of pairs) {
    const [key = '', ...value] = pair.split('=');
    if (key === '' || value.length === 0)
      throw new ConnectionError(`--as-user-extra "${pair}" is not of the form key=value`);
    extra.set(key, [...(extra.get(key) ?? []), value.join('=')]);
  }
  return Object.fromEntries(extra);
}
