/** The one key that serves Docker Hub's images where nothing matches directly (defaultRegistryKey in keyring.go). */
export const dockerHubKey = 'index.docker.io';

/**
 * Whether a repository is taken for one of Docker Hub, as isDefaultRegistryMatch (pkg/credentialprovider/keyring.go) does: also a registry
 * without `.` and `:`, `localhost` for one.
 */
export function isDockerHubImage(repository: string): boolean {
  const [first = '', ...rest] = repository.split('/');
  if (first === '') return false;
  if (rest.length === 0 || first === 'docker.io' || first === 'index.docker.io') return true;
  return !/[.:]/.test(first);
}
