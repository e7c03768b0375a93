import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startPodServer } from '../pod-server.ts';
import { type Measured, measure, median } from './measure.ts';
import { ownArchive } from './own-archive.ts';

/**
 * `pod NAME` against `kubectl describe pod NAME` on the same server, whole processes, interleaved:
 * times, ratios, round trips, memory.
 */
const runs = Number(process.env['PULLCHECK_BENCH_RUNS'] ?? 15);
const root = join(import.meta.dirname, '../..');
const kubectl = process.env['PULLCHECK_BENCH_KUBECTL'];

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly code: number;
}

const contenders: readonly Contender[] = [
  ...yardstick(),
  { name: 'node -e 0', command: process.execPath, args: ['-e', '0'], code: 0 },
  { name: 'npm form', command: process.execPath, args: [join(root, 'bin/run.js'), 'pod', 'web'], code: 1 },
  ...(await archive()),
  ...earlier(),
];

function yardstick(): readonly Contender[] {
  if (kubectl === undefined) return missing('kubectl', 'PULLCHECK_BENCH_KUBECTL names no kubectl >= 1.33');
  const version = execFileSync(kubectl, ['version', '--client'], { encoding: 'utf8' }).split('\n')[0] ?? '';
  if (version.includes('-dispatcher')) return missing('kubectl', `${kubectl} is a dispatcher, no yardstick`);
  const [, minor = 0] = /v1\.(\d+)/.exec(version) ?? [];
  if (Number(minor) < 33) return missing('kubectl', `${kubectl} is older than 1.33 (${version})`);
  console.log(`${version} is the yardstick`);
  return [{ name: 'kubectl describe', command: kubectl, args: ['describe', 'pod', 'web'], code: 0 }];
}

async function archive(): Promise<readonly Contender[]> {
  const command = await ownArchive();
  if (command === null) return missing('the archive', 'there is none for this platform');
  return [{ name: 'archive', command, args: ['pod', 'web'], code: 1 }];
}

/**
 * Another build of the program, to be compared with this one in one run: the machine's noise is the
 * same for both.
 */
function earlier(): readonly Contender[] {
  const command = process.env['PULLCHECK_BENCH_EARLIER'];
  return command === undefined ? [] : [{ name: 'earlier build', command, args: ['pod', 'web'], code: 1 }];
}

function missing(what: string, why: string): readonly Contender[] {
  console.log(`not measured: ${what}: ${why}`);
  return [];
}

const server = await startPodServer();
// a machine whose administrator added certificates starts every Node more slowly
const env = {
  KUBECONFIG: server.kubeconfig,
  HOME: server.home,
  SSL_CERT_FILE: undefined,
  SSL_CERT_DIR: undefined,
  NODE_EXTRA_CA_CERTS: undefined,
  NODE_OPTIONS: undefined,
};
for (const delay of [0, 50]) {
  const measured = new Map<Contender, Measured[]>(contenders.map((one) => [one, []]));
  const counts = new Map<Contender, string>();
  // the first two rounds warm caches
  for (let run = -2; run < runs; run++)
    for (const one of contenders.toSorted(() => Math.random() - 0.5)) {
      server.delay(delay);
      const result = await measure(one.command, one.args, env, 5);
      if (result.code !== one.code) throw new Error(`${one.name} ended with ${result.code}`);
      const { requests, rounds } = server.counted();
      counts.set(one, `${requests} requests in ${rounds} rounds`);
      if (run >= 0) measured.get(one)?.push(result);
    }
  print(delay, measured, counts);
}
server.close();

function print(
  delay: number,
  measured: ReadonlyMap<Contender, readonly Measured[]>,
  counts: ReadonlyMap<Contender, string>,
): void {
  const [[first, base = []] = []] = measured;
  console.log(
    `\n${delay} ms per request, ${runs} runs; ratios to ${first?.name}: of minima, of pairs, of CPU time`,
  );
  for (const [one, results] of measured) {
    const seconds = results.map((result) => result.seconds);
    const least = (all: readonly Measured[]) => Math.min(...all.map((result) => result.seconds));
    const cpu = (all: readonly Measured[]) => all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    // each run against the first contender's of the same round: noise that lasts longer than a
    // round cancels out
    const pairs = median(seconds.map((value, index) => value / (base[index]?.seconds ?? 1)));
    const peak = Math.max(...results.map((result) => result.mebibytes));
    const ratios = [least(results) / least(base), pairs, cpu(results) / cpu(base)];
    console.log(
      `${one.name.padEnd(17)} ${(1000 * median(seconds)).toFixed(0).padStart(4)} ms  ${ratios.map((ratio) => ratio.toFixed(2)).join('  ')}  peak ${peak.toFixed(0).padStart(3)} MiB  ${counts.get(one)}`,
    );
  }
}
