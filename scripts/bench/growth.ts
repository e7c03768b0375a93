import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { growing } from './growing.ts';
import { type Measured, measure } from './measure.ts';

/**
 * Doubles one thing at a time and runs the whole program on it: time, peak memory, and the power of
 * n with which the time beyond that of a start grows. `npm run bench -- growth [THING…]`. Ends with
 * 1 where something grows faster than its input.
 */
const runs = 3;
const doublings = 4;
/**
 * Sorting, caches that no longer hold everything and this machine's noise come to this much above
 * 1.
 */
const mostPower = 1.25;
/** Seconds beyond a start that are told from noise. */
const shortest = 0.03;

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'pullcheck-growth-'));
const file = join(folder, 'objects');
const env = { HOME: folder, KUBECONFIG: undefined };

async function best(args: readonly string[]): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; run++)
    all.push(await measure(join(root, 'bin/kubectl-pullcheck'), args, env));
  const failed = all.find(({ code }) => code !== 0);
  if (failed !== undefined) throw new Error(`${args.join(' ')} ended with ${failed.code}`);
  return all.reduce((least, one) => (one.seconds < least.seconds ? one : least));
}

const only = process.argv.slice(3);
let tooFast = false;
for (const [thing, { from, objects, yaml = false }] of Object.entries(growing)) {
  if (only.length > 0 && !only.includes(thing)) continue;
  const args = ['pod', '-A', '--from', file, '-o', 'json', '--exit-zero'];
  const write = (n: number) => {
    const list = { apiVersion: 'v1', kind: 'List', items: objects(n) };
    writeFileSync(file, yaml ? stringify(list) : JSON.stringify(list));
  };
  write(1);
  const start = (await best(args)).seconds;
  const steps: number[] = [];
  for (let n = from; n <= from * 2 ** doublings; n *= 2) {
    write(n);
    const { seconds, mebibytes } = await best(args);
    steps.push(Math.max(shortest, seconds - start));
    console.log(
      `${thing.padEnd(11)} ${String(n).padStart(7)}  ${seconds.toFixed(2).padStart(6)} s  ${mebibytes.toFixed(0).padStart(4)} MiB`,
    );
  }
  // one step is at the mercy of the machine, three are not
  const [early = shortest, late = shortest] = [steps.at(-4), steps.at(-1)];
  const power = Math.log2(late / early) / 3;
  tooFast ||= power > mostPower;
  console.log(
    `${thing.padEnd(11)} n^${power.toFixed(2)}${power > mostPower ? ', faster than its input' : ''}`,
  );
}
rmSync(folder, { recursive: true });
if (tooFast) process.exitCode = 1;
