import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, measure, median } from './measure.ts';
import { startScanServer } from './scan-server.ts';

/** `pod -A` over 10,000 Pods against `kubectl get pods -A -o json` on the same server: ratios of medians of time and CPU time, and the peak memory. */
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
const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let run = 0; run < runs; run++) {
  ours.push(await measure(join(root, 'bin/kubectl-pullcheck'), ['pod', '-A', '-o', 'json'], env));
  theirs.push(
    await measure(
      process.env['PULLCHECK_BENCH_KUBECTL'] ?? 'kubectl',
      ['get', 'pods', '-A', '-o', 'json'],
      env,
    ),
  );
}
server.close();
const time = (measured: readonly Measured[]) => median(measured.map((one) => one.seconds));
const memory = (measured: readonly Measured[]) => Math.max(...measured.map((one) => one.mebibytes));
const cpu = (measured: readonly Measured[]) => median(measured.map((one) => one.cpuSeconds));
const line = (measured: readonly Measured[]) =>
  `${time(measured).toFixed(2)} s, CPU ${cpu(measured).toFixed(2)} s, peak ${memory(measured).toFixed(0)} MiB`;
console.log(`pullcheck pod -A             ${line(ours)}`);
console.log(`kubectl get pods -A -o json  ${line(theirs)}`);
console.log(
  `ratio ${(time(ours) / time(theirs)).toFixed(3)}, of CPU time ${(cpu(ours) / cpu(theirs)).toFixed(3)} (${server.requests()} requests in all)`,
);
