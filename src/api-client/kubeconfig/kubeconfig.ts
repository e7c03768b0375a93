import type { Sealed } from '../../model/sealed.ts';

/**
 * A `clusters` entry. Paths are absolute; `execConfig` is what the cluster hands to credential
 * plugins.
 */
export interface Cluster {
  readonly server?: string;
  /** The user in the server's URL, which itself holds none. */
  readonly serverLogin?: ServerLogin;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly certificateAuthorityData?: string;
  readonly proxyUrl?: Sealed<string>;
  readonly disableCompression?: boolean;
  readonly execConfig?: Sealed<unknown>;
}

export interface ServerLogin {
  readonly username: string;
  readonly password: Sealed<string>;
}

/** How a credential plugin is started. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: Sealed<readonly string[]>;
  readonly env: Sealed<Readonly<Record<string, string>>>;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
  readonly installHint?: string;
}

/** A login of kubectl's own, with its settings; `file` is the kubeconfig that holds it. */
export interface AuthProvider {
  readonly name: string;
  readonly config: Sealed<Readonly<Record<string, string>>>;
  readonly file: string;
}

/** A `users` entry. Paths are absolute. */
export interface User {
  readonly token?: Sealed<string>;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: Sealed<string>;
  readonly clientCertificate?: string;
  readonly clientCertificateData?: Sealed<string>;
  readonly clientKey?: string;
  readonly clientKeyData?: Sealed<string>;
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
 * Merges kubeconfigs in their order: the first to set an entry or the current context wins, and
 * entries are never mixed (client-go, tools/clientcmd/loader.go).
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
