import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const offline = ['pod', '--from', 'examples/port-mismatch.yaml'];

function homeWithCache() {
  const home = mkdtempSync(join(tmpdir(), 'pullcheck-'));
  const folder = join(home, '.kube/cache/pullcheck');
  return { home, folder, run: (...args: readonly string[]) => runProgram(args, { env: { HOME: home } }) };
}

it('a run keeps what was compiled, under the hash of the program, for runs of the same command', async () => {
  const { folder, run } = homeWithCache();
  const first = await run(...offline);
  expect(first.code).toBe(1);
  const [cache = ''] = readdirSync(folder);
  expect(cache).toMatch(/^[0-9a-f]{64}-v\d+\.\d+\.\d+-\w+-pod-offline$/);
  const kept = readFileSync(join(folder, cache));
  expect(await run(...offline)).toEqual(first);
  await run('explain');
  expect(readdirSync(folder).sort()).toEqual([cache.replace(/pod-offline$/, 'explain'), cache].sort());
  expect(readFileSync(join(folder, cache)).equals(kept)).toBe(true);
});

it('a damaged cache and those of other builds are replaced', async () => {
  const { folder, run } = homeWithCache();
  const first = await run(...offline);
  const [cache = ''] = readdirSync(folder);
  writeFileSync(join(folder, cache), 'damaged');
  const others = ['a folder', 'notes.txt'];
  mkdirSync(join(folder, 'a folder'));
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, `${'0'.repeat(64)}-v22.1.0-x64-pod`), '');
  expect(await run(...offline)).toEqual(first);
  expect(readdirSync(folder).sort()).toEqual([cache, ...others].sort());
  expect(readFileSync(join(folder, cache)).length).toBeGreaterThan(100_000);
});

it('a cache of which a part is damaged is replaced, and not run', async () => {
  const { folder, run } = homeWithCache();
  const first = await run(...offline);
  const cache = join(folder, readdirSync(folder)[0] ?? '');
  const kept = readFileSync(cache);
  writeFileSync(cache, Buffer.from(kept).fill(0xff, kept.length / 2, kept.length / 2 + 4096));
  expect(await run(...offline)).toEqual(first);
  expect(readFileSync(cache).equals(kept)).toBe(false);
  expect(await run(...offline)).toEqual(first);
});

it('a cache that cannot be put in its place leaves nothing behind', async () => {
  const { folder, run } = homeWithCache();
  await run(...offline);
  const [cache = ''] = readdirSync(folder);
  rmSync(join(folder, cache));
  mkdirSync(join(folder, cache));
  expect((await run(...offline)).code).toBe(1);
  expect(readdirSync(folder)).toEqual([cache]);
});

it('a home that cannot be written is no trouble, and a run that failed leaves nothing', async () => {
  const { home, run } = homeWithCache();
  for (const none of ['/dev/null/none', '/proc', ''])
    expect((await runProgram(offline, { env: { HOME: none } })).code).toBe(1);
  expect(existsSync('.kube') || existsSync('/.kube')).toBe(false);
  expect((await run('pod', '--nonsense')).code).toBe(2);
  expect(readdirSync(home)).toEqual([]);
});
