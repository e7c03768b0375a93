/**
 * The connection settings are wrong: a kubeconfig, a context or a flag. The message is one line and
 * names no credential.
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** There is no kubeconfig, and nothing else that names a cluster. */
export class NoClusterError extends ConnectionError {}
