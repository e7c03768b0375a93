import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.ts';
import { measure } from './measure.ts';

/**
 * `npm run bench -- probe IMAGE… [-- FLAG…]`: requests and time of `image IMAGE --probe`, beside
 * `crane manifest` and `skopeo inspect` of the same image where these are installed. Flags behind
 * `--` go to this program: `--registry-ca`, `--allow-address`, `-n`.
 */
const root = join(import.meta.dirname, '../..');
const words = process.argv.slice(3);
const end = words.includes('--') ? words.indexOf('--') : words.length;
const [images, flags] = [words.slice(0, end), words.slice(end + 1)];
if (images.length === 0) {
  console.error('usage: npm run bench -- probe IMAGE… [-- FLAG…]');
  process.exit(2);
}

const installed = (program: string) => spawnSync(program, ['--version']).error === undefined;
const peers: readonly (readonly [string, (image: string) => readonly string[]])[] = [
  ['crane', (image) => ['manifest', image]],
  ['skopeo', (image) => ['inspect', '--raw', `docker://${image}`]],
];

for (const image of images) {
  const args = [join(root, 'bin/run.js'), 'image', image, '--probe', '-o', 'json', ...flags];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (stdout === '') console.log(`${image}: ${stderr.trim()}`);
  const probe = stdout === '' ? null : (JSON.parse(stdout) as Report).pods[0]?.images[0]?.probe;
  const { seconds } = await measure(process.execPath, args, {});
  const outcomes = probe?.attempts.map(({ as, outcome }) => `${as} ${outcome}`).join(', ') ?? 'not asked';
  console.log(image);
  console.log(
    `  pullcheck  ${seconds.toFixed(2)} s, of which ${((probe?.durationMs ?? 0) / 1000).toFixed(2)} s asking; ${probe?.requests ?? 0} requests; ${outcomes}`,
  );
  for (const [program, words] of peers) {
    if (!installed(program)) {
      console.log(`  ${program.padEnd(9)}  not installed`);
      continue;
    }
    const { seconds: taken, code } = await measure(program, words(image), {});
    console.log(`  ${program.padEnd(9)}  ${taken.toFixed(2)} s, exit code ${code}`);
  }
}
