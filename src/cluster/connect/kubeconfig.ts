/** A `clusters` entry. Paths are absolute; `execConfig` is what the cluster hands to credential plugins. */
export interface Cluster {
  readonly server?: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly certificateAuthorityData?: string;
  readonly proxyUrl?: string;
  readonly disableCompression?: boolean;
  readonly execConfig?: unknown;
}

/** How a credential plugin is started. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
  readonly installHint?: string;
}

/** A login of kubectl's own, with its settings; `file` is the kubeconfig that holds it. */
export interface AuthProvider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly file: string;
}

/** A `users` entry. Paths are absolute. */
export interface User {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly clientCertificate?: string;
  readonly clientCertificateData?: string;
  readonly clientKey?: string;
  readonly clientKeyData?: string;
  readonly as?: string;
  readonly asUid?: string;
  readonly asGroups?: readonly string[];
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecPlugin;
  readonly authProvider?: AuthProvider;
}

export interface Context {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** One kubeconfig, or several merged. `source` is how the user knows it: a path, or KUBECONFIG. */
export interface Kubeconfig {
  readonly source: string;
  readonly currentContext?: string;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly users: ReadonlyMap<string, User>;
  readonly contexts: ReadonlyMap<string, Context>;
}

/**
 * Merges kubeconfigs in their order: the first to set an entry or the current context wins, and entries are never mixed
 * (client-go, tools/clientcmd/loader.go).
 */
export function mergeKubeconfigs(source: string, files: readonly Kubeconfig[]): Kubeconfig {
  const firstWins = <T>(maps: readonly ReadonlyMap<string, T>[]) =>
    new Map(maps.toReversed().flatMap((map) => [...map]));
  const currentContext = files.find((file) => file.currentContext !== undefined)?.currentContext;
  return {
    source,
    ...(currentContext === undefined ? {} : { currentContext }),
    clusters: firstWins(files.map((file) => file.clusters)),
    users: firstWins(files.map((file) => file.users)),
    contexts: firstWins(files.map((file) => file.contexts)),
  };
}
