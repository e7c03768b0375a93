import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, measure, median } from './measure.ts';
import { startScanServer } from './scan-server.ts';

/**
 * `pod -A` over 10,000 Pods in three forms against `kubectl get pods -A -o json` on the same
 * server: ratios of medians of time and CPU time, and the peak memory.
 */
const runs = Number(process.env['PULLCHECK_BENCH_RUNS'] ?? 3);
const root = join(import.meta.dirname, '../..');
const server = await startScanServer(10_000, 8_192, 40);
const kubeconfig = join(mkdtempSync(join(tmpdir(), 'pullcheck-bench-')), 'config');
writeFileSync(
  kubeconfig,
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: server.url, 'certificate-authority': server.ca } }],
    // kubectl asks for a user name where there is no credential
    users: [{ name: 'bench', user: { token: 'bench' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    'current-context': 'bench',
  }),
);

const env = { KUBECONFIG: kubeconfig };
const own = join(root, 'bin/kubectl-pullcheck');
const kubectl = process.env['PULLCHECK_BENCH_KUBECTL'] ?? 'kubectl';
const forms = ['json', 'prometheus', 'html'] as const;
const commands = new Map<string, readonly string[]>([
  ...forms.map((form) => [`pullcheck pod -A -o ${form}`, [own, 'pod', '-A', '-o', form]] as const),
  ['kubectl get pods -A -o json', [kubectl, 'get', 'pods', '-A', '-o', 'json']] as const,
]);
const measured = new Map<string, Measured[]>([...commands.keys()].map((name) => [name, []]));
for (let run = 0; run < runs; run++)
  for (const [name, [program = '', ...args]] of commands)
    measured.get(name)?.push(await measure(program, args, env));
server.close();

const time = (all: readonly Measured[]) => median(all.map((one) => one.seconds));
const memory = (all: readonly Measured[]) => Math.max(...all.map((one) => one.mebibytes));
const cpu = (all: readonly Measured[]) => median(all.map((one) => one.cpuSeconds));
const theirs = measured.get('kubectl get pods -A -o json') ?? [];
for (const [name, all] of measured) {
  const ratio = `${(time(all) / time(theirs)).toFixed(3)}, of CPU time ${(cpu(all) / cpu(theirs)).toFixed(3)}`;
  console.log(
    `${name.padEnd(32)} ${time(all).toFixed(2)} s, CPU ${cpu(all).toFixed(2)} s, peak ${memory(all).toFixed(0)} MiB; ratio ${ratio}`,
  );
}
console.log(`${server.requests()} requests in all`);
