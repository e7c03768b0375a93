import type { Sealed } from '../model/sealed.ts';
import { credentialFinder } from '../text/redact/matcher.ts';
import { type FindSpans, redactSpans } from '../text/redact/spans.ts';
import { credentialSource } from './auth/credentials.ts';
import { impersonationHeaders } from './auth/impersonation.ts';
import type { ServerRoute } from './http/agent.ts';
import type { Answer } from './http/answer.ts';
import type { CredentialSource, Credentials } from './http/credential.ts';
import { proxyFor } from './http/env-proxy.ts';
import { connectionIndex } from './http/open-credentials.ts';
import { parseRequestTimeout } from './http/request-timeout.ts';
import { sendRequest } from './http/send.ts';
import { type HttpRequest, openTransport } from './http/transport.ts';
import { readCa } from './http/trust.ts';
import { ConnectionError, NoClusterError } from './kubeconfig/connection-error.ts';
import type { ConnectionOptions, Env } from './kubeconfig/connection-options.ts';
import { inClusterKubeconfig, ownNamespace, serviceAccountFolder } from './kubeconfig/in-cluster.ts';
import type { Kubeconfig, User } from './kubeconfig/kubeconfig.ts';
import { loadKubeconfig } from './kubeconfig/load-kubeconfig.ts';
import { parseServer, serverName, splitServer } from './kubeconfig/server-url.ts';
import { chooseTarget, type Target } from './kubeconfig/target.ts';

/** One request; `url` is absolute, on the connection's server. */
export interface ApiRequest {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** See HttpRequest. */
  readonly onText?: (text: string) => void;
  readonly keepOf?: NonNullable<HttpRequest['keepOf']>;
  readonly signal?: AbortSignal;
}

/** A way to one API server as one user. Nothing is sent before the first request. */
export interface Connection {
  /**
   * What `-n` or the context says, else the namespace of the Pod that this process runs in, else
   * `default`.
   */
  readonly namespace: string;
  /** The context's name; null inside a cluster and with --server alone. */
  readonly context: string | null;
  /** The server's URL as messages name it. */
  readonly server: string;
  /** Answers whatever happens: a reply of any status code, or the trouble in one sentence. */
  request(request: ApiRequest): Promise<Answer>;
  /** Finds the credentials of this connection in words that the server sent. */
  readonly findCredentials: FindSpans;
  close(): Promise<void>;
}

export interface ConnectionHooks {
  /** Gets one line per request: method, path, status and time. */
  readonly log?: (line: string) => void;
  /**
   * Gets each line that a credential plugin writes to standard error, without the credentials of
   * this connection.
   */
  readonly tell?: (line: string) => void;
  /** Where the token of the Pod that this process runs in is mounted. */
  readonly serviceAccountFolder?: string;
  /** See AuthOptions. */
  readonly neverRenews?: boolean;
}

/**
 * Prepares a connection from kubectl's flags and `env` as kubectl would. A mistake in a kubeconfig
 * or a flag throws a ConnectionError.
 */
export function connect(options: ConnectionOptions, env: Env, hooks: ConnectionHooks = {}): Connection {
  const folder = hooks.serviceAccountFolder ?? serviceAccountFolder;
  const target = findTarget(options, env, folder);
  const server = parseServer(target.cluster.server ?? '');
  const secure = server.protocol === 'https:';
  const ca = secure ? readCa(target.cluster) : undefined;
  const impersonation = impersonationHeaders(target.user);
  const route: ServerRoute = {
    server,
    proxy: proxyFor(server, target.cluster.proxyUrl, env),
    ca,
    insecure: target.cluster.insecureSkipTlsVerify === true,
    tlsServerName: target.cluster.tlsServerName,
    timeout: parseRequestTimeout(options.requestTimeout),
    compression: target.cluster.disableCompression !== true,
    // undici joins the values of a header into one over HTTP/2, which would make one group of
    // several.
    http2: Object.values(impersonation).every((values) => values.length === 1),
  };
  const user = effectiveUser(target, secure);
  const source = credentialSource({ ...target, user }, ca, {
    env,
    timeout: route.timeout,
    kubectlFlags: flagsForKubectl(options),
    neverRenews: hooks.neverRenews === true,
    tell: (line) => hooks.tell?.(redactSpans(line, [findCredentials])),
  });
  let used: Credentials | null = null;
  const credentials: CredentialSource = async () => {
    const given = await source();
    if (given.kind === 'credentials') used = given;
    return given;
  };
  const findCredentials = finderFor(target, serverName(server), () => used);
  const line = { route, transport: openTransport(route), credentials, log: hooks.log ?? (() => {}) };
  return {
    namespace: target.namespace ?? ownNamespace(env, folder) ?? 'default',
    context: target.context,
    server: serverName(server),
    request: async ({ url, headers, ...request }) => {
      const sent = { ...request, url: new URL(url), headers: { ...headers, ...impersonation } };
      const answer = await sendRequest(sent, line);
      return answer.kind === 'reply'
        ? answer
        : { ...answer, problem: redactSpans(answer.problem, [findCredentials]) };
    },
    findCredentials,
    close: line.transport.close,
  };
}

/**
 * Finds what the kubeconfig holds and what was sent last, from the first words on that somebody
 * wants to show.
 */
function finderFor({ user, cluster }: Target, server: string, used: () => Credentials | null): FindSpans {
  const settled: readonly (Sealed<unknown> | undefined)[] = [
    ...[user.token, user.password, user.clientKeyData, user.exec?.args, user.exec?.env],
    ...[user.authProvider?.config, cluster.proxyUrl, cluster.serverLogin?.password, cluster.execConfig],
  ];
  let made: { readonly of: Credentials | null; readonly find: FindSpans } | null = null;
  return (words) => {
    const now = used();
    if (made?.of !== now || made === null) {
      const sealed = [...settled, now?.authorization, now?.certificate?.key].filter((one) => one != null);
      made = { of: now, find: credentialFinder([connectionIndex(sealed)], [server]) };
    }
    return made.find(words);
  };
}

/** The flags that choose the user, as kubectl takes them: none that may hold a login. */
const flagsForKubectl = (options: ConnectionOptions): readonly string[] =>
  Object.entries({
    kubeconfig: options.kubeconfig,
    context: options.context,
    cluster: options.cluster,
    user: options.user,
  }).flatMap(([flag, value]) => (value ? [`--${flag}=${value}`] : []));

/**
 * The user whose credentials are sent. As with kubectl, plain http carries none but the URL's own.
 */
function effectiveUser(target: Target, secure: boolean): User {
  const user = secure ? target.user : {};
  const login = target.cluster.serverLogin;
  if (login === undefined) return user;
  const { token: _, tokenFile: __, ...rest } = user;
  return { ...rest, ...login };
}

function findTarget(options: ConnectionOptions, env: Env, folder: string): Target {
  const config = loadKubeconfig(options, env);
  const target = chooseTarget(config ?? noKubeconfig, options);
  if (target.cluster.server !== undefined) return target;
  const inCluster = inClusterKubeconfig(env, folder);
  if (inCluster !== null)
    return { ...chooseTarget(inCluster, options), namespace: target.namespace, context: null };
  const server = env['KUBERNETES_MASTER'];
  if (server) return { ...target, cluster: { ...target.cluster, ...splitServer(server) } };
  const message = missingServer(config, target, env);
  throw config === null ? new NoClusterError(message) : new ConnectionError(message);
}

const noKubeconfig: Kubeconfig = {
  source: 'the kubeconfig, as there is none',
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
};

function missingServer(config: Kubeconfig | null, target: Target, env: Env): string {
  if (config === null) {
    const looked = env['KUBECONFIG']
      ? 'KUBECONFIG names no file that exists'
      : '~/.kube/config does not exist';
    return `no cluster is configured: ${looked}; name a file with --kubeconfig or set KUBECONFIG`;
  }
  if (target.context !== null)
    return `context "${target.context}" in ${config.source} has no cluster with a server`;
  const names = [...config.contexts.keys()];
  const known = names.length === 0 ? 'it has none' : `contexts: ${names.join(', ')}`;
  return `${config.source} has no current context; choose one with --context (${known})`;
}
