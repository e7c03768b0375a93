import { type RequestFailure, requestFailure } from '../http/answer.ts';
import type { AuthOptions, CredentialSource, Credentials } from '../http/credential.ts';
import { bearer } from '../http/open-credentials.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { Cluster, ExecPlugin } from '../kubeconfig/kubeconfig.ts';

/**
 * Throws where the settings of a plugin are incomplete (client-go, tools/clientcmd/validation.go).
 */
export function checkPlugin(plugin: ExecPlugin, who: string): void {
  const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
  const need = (what: string) => new ConnectionError(`the credential plugin of ${who} ${what}`);
  if (plugin.command === '') throw need('has no command');
  if (!versions.includes(plugin.apiVersion)) throw need(`needs an apiVersion, one of ${versions.join(', ')}`);
  if (!['Never', 'IfAvailable', 'Always'].includes(plugin.interactiveMode))
    throw need('needs an interactiveMode: Never, IfAvailable or Always');
}

/** The credentials that a plugin prints; it runs at first use, and again when they have expired. */
export function pluginSource(
  plugin: ExecPlugin,
  cluster: Cluster,
  ca: string | undefined,
  options: AuthOptions,
): CredentialSource {
  let running: ReturnType<CredentialSource> | null = null;
  let expires = Number.POSITIVE_INFINITY;
  const run = async (): Promise<Credentials | RequestFailure> => {
    const caData = ca === undefined ? undefined : Buffer.from(ca).toString('base64');
    const { runExecPlugin } = await import('./exec-plugin.ts');
    const credential = await runExecPlugin(plugin, cluster, caData, options);
    if (credential.kind === 'failure') return credential;
    expires = credential.expires ?? Number.POSITIVE_INFINITY;
    const { token, certificate, key } = credential;
    try {
      const pair = certificate === undefined || key === undefined ? null : { certificate, key };
      const authorization = token === undefined ? null : bearer(token, 'its token');
      return { kind: 'credentials', authorization, certificate: pair };
    } catch {
      return requestFailure(
        `the credential plugin ${plugin.command} returned credentials that cannot be used`,
      );
    }
  };
  // Parallel requests share one run; an expired credential starts another.
  return () => {
    if (running === null || Date.now() >= expires) {
      expires = Number.POSITIVE_INFINITY;
      running = run();
    }
    return running;
  };
}
