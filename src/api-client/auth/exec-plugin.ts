import { spawn } from 'node:child_process';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import { openPlugin, openProxy } from '../http/open-credentials.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import type { Cluster, ExecPlugin } from '../kubeconfig/kubeconfig.ts';
import { type ExecCredential, parseExecCredential } from './exec-credential.ts';

/**
 * Runs a credential plugin as client-go does (plugin/pkg/client/auth/exec): its stderr and, where allowed, the terminal are the user's.
 * `ca` is the cluster's CA bundle in base64.
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  cluster: Cluster,
  ca: string | undefined,
  env: Env,
): Promise<ExecCredential | RequestFailure> {
  const terminal = process.stdin.isTTY === true;
  if (plugin.interactiveMode === 'Always' && !terminal)
    return requestFailure(
      `the credential plugin ${plugin.command} asks questions, and standard input is not a terminal`,
    );
  const interactive = terminal && plugin.interactiveMode !== 'Never';
  const info = {
    kind: 'ExecCredential',
    apiVersion: plugin.apiVersion,
    spec: { ...(plugin.provideClusterInfo ? { cluster: clusterInfo(cluster, ca) } : {}), interactive },
  };
  const ran = await run(plugin, interactive, {
    ...env,
    ...openPlugin(plugin.env),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  });
  return typeof ran === 'string' ? parseExecCredential(ran, plugin) : ran;
}

function clusterInfo(cluster: Cluster, ca: string | undefined) {
  return {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify,
    'certificate-authority-data': ca,
    'proxy-url': cluster.proxyUrl && openProxy(cluster.proxyUrl),
    'disable-compression': cluster.disableCompression,
    config: cluster.execConfig && openPlugin(cluster.execConfig),
  };
}

function run(plugin: ExecPlugin, interactive: boolean, env: Env): Promise<string | RequestFailure> {
  const { promise, resolve } = Promise.withResolvers<string | RequestFailure>();
  const notStarted = requestFailure(`the credential plugin ${plugin.command} could not be started`);
  let child: ReturnType<typeof start>;
  try {
    child = start(plugin, interactive, env);
  } catch {
    // an argument that no process can be given; Node's own message would quote it
    return Promise.resolve(notStarted);
  }
  // whoever ends this program ends the plugin too, which may wait for a login
  const end = () => void child.kill();
  process.once('exit', end);
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.on('error', (error) => {
    const missing = 'code' in error && error.code === 'ENOENT';
    resolve(
      missing
        ? requestFailure(`the credential plugin ${plugin.command} is not installed`, plugin.installHint)
        : notStarted,
    );
  });
  child.on('close', (code, signal) => {
    process.off('exit', end);
    if (code === 0) resolve(Buffer.concat(output).toString());
    else
      resolve(
        requestFailure(
          `the credential plugin ${plugin.command} ${code === null ? `was ended by ${signal}` : `failed with exit code ${code}`}`,
        ),
      );
  });
  return promise;
}

const start = (plugin: ExecPlugin, interactive: boolean, env: Env) =>
  spawn(plugin.command, openPlugin(plugin.args), {
    env,
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
  });
