import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The test cluster: its script and kubeconfigs, as `cluster env` prints them; null where there is
 * none.
 */
export const cluster = (() => {
  const script = process.env['PULLCHECK_CLUSTER'];
  const admin = process.env['ADMIN_KUBECONFIG'];
  const viewer = process.env['VIEWER_KUBECONFIG'];
  const getter = process.env['GETTER_KUBECONFIG'];
  return script && admin && viewer && getter ? { script, admin, viewer, getter } : null;
})();

function present() {
  if (cluster === null)
    throw new Error('no test cluster: set what `cluster env` prints, and PULLCHECK_CLUSTER');
  return cluster;
}

/**
 * Whether the cluster's script can change the node: kubelet, sandbox image, disk. So can the one of
 * today's Kubernetes.
 */
export const adjustable = cluster !== null && readFileSync(cluster.script, 'utf8').includes('cmd_sandbox');

/**
 * The file of a scenario of the cluster, or of the older cluster beside it whose scenarios it runs,
 * too.
 */
export function scenarioFile(name: string): string {
  const folder = dirname(present().script);
  const files = ['scenarios', '../cluster/scenarios'].map((at) => join(folder, at, `${name}.yaml`));
  const file = files.find(existsSync);
  if (file === undefined) throw new Error(`no scenario ${name}`);
  return file;
}

/**
 * What the node has to be set to before a scenario (`# Kubelet: KEY: VALUE`, `# Sandbox: IMAGE`, `#
 * Disk: SIZE`).
 */
export interface Setting {
  readonly command: string;
  readonly value: string;
}

export function settingOf(name: string): Setting | null {
  const [, key, value] =
    /^# (Kubelet|Sandbox|Disk): (.+)$/m.exec(readFileSync(scenarioFile(name), 'utf8')) ?? [];
  return key === undefined || value === undefined ? null : { command: key.toLowerCase(), value };
}

/** Sets the node; without a value back to what it was. */
export const adjust = (command: string, ...value: readonly string[]) =>
  run(present().script, [command, ...value], { maxBuffer: 1e8 });

/** Deletes every scenario and waits for it. */
export const reset = () => run(present().script, ['reset'], { maxBuffer: 1e8 });

/** Applies scenarios by name, or files; each gets a namespace `s-<name>`. */
export const apply = (...scenarios: readonly string[]) =>
  run(present().script, ['apply', ...scenarios], { maxBuffer: 1e8 });

export const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await run('kubectl', ['--kubeconfig', present().admin, ...args], { maxBuffer: 1e8 })).stdout;

/** Runs a suggested command as printed, with the variables that it asks to fill in. */
export const runFix = (
  command: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ stdout: string; stderr: string }> =>
  run('sh', ['-c', `set -e; ${command}`], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      KUBECONFIG: present().admin,
      ...variables,
    },
  });

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-live-'));

/** A scenario under another name, so that a test may change it; `edit` rewrites its YAML. */
export function variant(name: string, yaml: string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, yaml);
  return path;
}

/** Waits until `check` gives a value, for `seconds` at most. */
export async function eventually<T>(
  check: () => Promise<T | null>,
  seconds: number,
  what: string,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const value = await check();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

interface PodStatus {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly state: object }[];
  };
}

/** Pods that have come to rest: running, unschedulable, or with a failed pull in their events. */
export async function settled(): Promise<readonly string[] | null> {
  const { items } = JSON.parse(await kubectl('get', 'pods', '-A', '-o', 'json')) as {
    items: readonly PodStatus[];
  };
  const failed = new Set(
    (
      await kubectl(
        'get',
        'events',
        '-A',
        '-o',
        'jsonpath={range .items[*]}{.involvedObject.namespace}/{.involvedObject.name} {.reason}{"\\n"}{end}',
      )
    )
      .split('\n')
      .filter((line) =>
        / (Failed|InspectFailed|ErrImageNeverPull|FailedScheduling|FailedCreatePodSandBox)$/.test(line),
      )
      .map((line) => line.split(' ')[0] ?? ''),
  );
  const open = items.filter(
    ({ metadata, status }) =>
      status.phase !== 'Running' && !failed.has(`${metadata.namespace}/${metadata.name}`),
  );
  return open.length === 0 ? items.map(({ metadata }) => metadata.name) : null;
}
