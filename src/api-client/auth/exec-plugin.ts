import { spawn } from 'node:child_process';
import { type RequestFailure, requestFailure } from '../http/answer.ts';
import type { AuthOptions } from '../http/credential.ts';
import { openPlugin, openProxy } from '../http/open-credentials.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import type { Cluster, ExecPlugin } from '../kubeconfig/kubeconfig.ts';
import { endWithUs, locate, tellLines } from './child.ts';
import { type ExecCredential, parseExecCredential } from './exec-credential.ts';

/**
 * Runs a credential plugin as client-go does (plugin/pkg/client/auth/exec). Where it may ask
 * questions on a terminal, its stderr is the user's; elsewhere it goes line by line to `tell`. `ca`
 * is the cluster's CA bundle in base64.
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  cluster: Cluster,
  ca: string | undefined,
  { env, tell }: Pick<AuthOptions, 'env' | 'tell'>,
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
  const asks = { stdin: interactive, stderr: interactive && process.stderr.isTTY === true };
  const ran = await run(
    plugin,
    asks,
    { ...env, ...openPlugin(plugin.env), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    tell,
  );
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

/** What of the terminal a plugin has for itself. */
interface Asks {
  readonly stdin: boolean;
  readonly stderr: boolean;
}

function run(
  plugin: ExecPlugin,
  asks: Asks,
  env: Env,
  tell: AuthOptions['tell'],
): Promise<string | RequestFailure> {
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
    child = start(plugin, located.path, asks, env);
  } catch {
    release();
    // an argument that no process can be given; Node's own message would quote it
    return Promise.resolve(notStarted);
  }
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  const told = child.stderr === null ? async () => {} : tellLines(child.stderr, tell);
  child.on('error', (error) => {
    release();
    resolve('code' in error && error.code === 'ENOENT' ? missing : notStarted);
  });
  // not its `close`: a process that it left behind may hold standard error open
  const printed = new Promise((resolve) => child.stdout?.once('close', resolve));
  child.on('exit', async (code, signal) => {
    release();
    await Promise.all([printed, told()]);
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

const start = (plugin: ExecPlugin, path: string, { stdin, stderr }: Asks, env: Env) =>
  spawn(path, openPlugin(plugin.args), {
    env,
    argv0: plugin.command,
    stdio: [stdin ? 'inherit' : 'ignore', 'pipe', stderr ? 'inherit' : 'pipe'],
  });
