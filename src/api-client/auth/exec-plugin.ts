import { spawn } from 'node:child_process';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import { openPlugin, openProxy } from '../http/open-credentials.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import type { Cluster, ExecPlugin } from '../kubeconfig/kubeconfig.ts';
import { endWithUs, locate } from './child.ts';
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
  const missing = requestFailure(
    `the credential plugin ${plugin.command} is not installed`,
    plugin.installHint,
  );
  const located = locate(plugin.command, process.env);
  if (located === 'missing') return Promise.resolve(missing);
  if (located === 'in-working-directory')
    return Promise.resolve(
      requestFailure(
        `the credential plugin ${plugin.command} is in the working directory alone, from which none is run`,
        'take "." and empty entries out of PATH, or install the plugin in a folder of PATH',
      ),
    );
  let child: ReturnType<typeof start> | undefined;
  const release = endWithUs(() => child ?? null);
  try {
    child = start(plugin, located.path, interactive, env);
  } catch {
    release();
    // an argument that no process can be given; Node's own message would quote it
    return Promise.resolve(notStarted);
  }
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.on('error', (error) => {
    release();
    resolve('code' in error && error.code === 'ENOENT' ? missing : notStarted);
  });
  child.on('close', (code, signal) => {
    release();
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

const start = (plugin: ExecPlugin, path: string, interactive: boolean, env: Env) =>
  spawn(path, openPlugin(plugin.args), {
    env,
    argv0: plugin.command,
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
  });
