import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScanServer } from './scan-server.ts';

/** `pod -A` over 10,000 Pods against `kubectl get pods -A -o json` on the same server: the ratio of medians, and the peak memory. */
const runs = 3;
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

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a command; the wall clock is ours, the peak memory the kernel's. */
function measure(command: string, args: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, KUBECONFIG: kubeconfig },
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(child.pid ?? 0));
  }, 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(watch);
      resolve({ seconds: (performance.now() - started) / 1000, megabytes: peak });
    });
  });
}

/** The high-water mark of a process by /proc; 0 where there is none. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let run = 0; run < runs; run++) {
  ours.push(await measure(join(root, 'bin/kubectl-pullcheck'), ['pod', '-A', '-o', 'json']));
  theirs.push(
    await measure(process.env['PULLCHECK_BENCH_KUBECTL'] ?? 'kubectl', ['get', 'pods', '-A', '-o', 'json']),
  );
}
server.close();
const time = (measured: readonly Measured[]) => median(measured.map((one) => one.seconds));
const memory = (measured: readonly Measured[]) => Math.max(...measured.map((one) => one.megabytes));
console.log(`pullcheck pod -A             ${time(ours).toFixed(2)} s, peak ${memory(ours).toFixed(0)} MiB`);
console.log(
  `kubectl get pods -A -o json  ${time(theirs).toFixed(2)} s, peak ${memory(theirs).toFixed(0)} MiB`,
);
console.log(`ratio ${(time(ours) / time(theirs)).toFixed(3)} (${server.requests()} requests in all)`);
