import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './connection-options.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** Where the kubelet mounts the Pod's own ServiceAccount token. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * A kubeconfig for the cluster that this process runs in as a Pod, or null (client-go,
 * rest.InClusterConfig).
 */
export function inClusterKubeconfig(env: Env, folder: string): Kubeconfig | null {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  const tokenFile = join(folder, 'token');
  if (!host || !port || !existsSync(tokenFile)) return null;
  const certificateAuthority = join(folder, 'ca.crt');
  const name = 'in-cluster';
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const trust = existsSync(certificateAuthority) ? { certificateAuthority } : {};
  return {
    source: 'the in-cluster configuration',
    currentContext: name,
    clusters: new Map([[name, { server, ...trust }]]),
    users: new Map([[name, { tokenFile }]]),
    contexts: new Map([[name, { cluster: name, user: name }]]),
  };
}

/**
 * The namespace of the Pod that this process runs in, whatever cluster it talks to (client-go,
 * clientcmd/merged_client_builder.go), or null outside of Pods.
 */
export function ownNamespace(env: Env, folder: string): string | null {
  if (inClusterKubeconfig(env, folder) === null) return null;
  const file = join(folder, 'namespace');
  return env['POD_NAMESPACE'] || (existsSync(file) && readFileSync(file, 'utf8').trim()) || null;
}
