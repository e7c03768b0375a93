import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { credentialPieces } from '../support/collected.ts';
import { root, runProgram } from '../support/run-program.ts';
import { tar } from '../support/tar.ts';

const { CAPTURES } = process.env;
const folders =
  CAPTURES === undefined
    ? [join(root, 'test/fixtures/captures'), join(root, 'test/fixtures/recordings')]
    : [CAPTURES];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'truth.json')
    .map((name) => join(folder, name)),
);

const temporary = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const report = (output: string) => JSON.parse(output) as Report;

describe('collect, and --from what it wrote', () => {
  it.concurrent.each(files.map((file, index) => [file.slice(root.length + 1), file, index] as const))(
    '%s',
    async (_, file, index) => {
      const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly KubeObject[] };
      const pods = items.filter(({ kind }) => kind === 'Pod');
      const target = [
        'pod',
        ...pods.map(({ metadata }) => metadata.name),
        '-n',
        pods[0]?.metadata.namespace ?? '',
      ];
      const collected = await runProgram([
        'collect',
        ...target,
        '--from',
        file,
        '-o',
        index % 2 === 0 ? 'yaml' : 'json',
      ]);
      expect(collected).toMatchObject({ code: 0, stderr: '' });
      expect(credentialPieces(collected.stdout, items)).toEqual([]);

      const [before, after] = await Promise.all([
        runProgram([...target, '--from', file, '-o', 'json']),
        runProgram([...target, '--from', '-', '-o', 'json'], { input: collected.stdout }),
      ]);
      expect(after.code).toBe(before.code);
      expect(report(after.stdout).pods).toEqual(report(before.stdout).pods);
    },
  );

  it('without a name: the Pods with a pull problem, and a scan of the file finds those', async () => {
    const file = join(root, 'test/fixtures/captures/tag-typo.json');
    const { stdout: collected } = await runProgram(['collect', 'po', '-A', '--from', file]);
    const scan = await runProgram(['pod', '-A', '--from', '-', '-o', 'json'], { input: collected });
    expect(scan.code).toBe(1);
    expect(report(scan.stdout).pods.map((pod) => pod.name)).toEqual(['web']);

    const sound = join(root, 'test/fixtures/captures/hub-public-ok.json');
    const { stdout: none } = await runProgram(['collect', 'pod', '-A', '--from', sound]);
    const empty = await runProgram(['pod', '--from', '-'], { input: none });
    expect(empty).toMatchObject({ code: 0, stderr: '' });
  });

  it('a workload: its own command reads the file', async () => {
    const file = join(root, 'test/fixtures/captures/deployment.json');
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly KubeObject[] };
    const name = items.find(({ kind }) => kind === 'Deployment')?.metadata.name ?? '';
    const { stdout: collected } = await runProgram(['collect', `deploy/${name}`, '--from', file]);
    const [before, after] = await Promise.all([
      runProgram(['deployment', name, '--from', file, '-o', 'json']),
      runProgram(['deployment', name, '--from', '-', '-o', 'json'], { input: collected }),
    ]);
    expect(report(before.stdout).pods.length).toBeGreaterThan(0);
    expect(report(after.stdout).pods).toEqual(report(before.stdout).pods);
  });

  it.each([
    [[], 2, /^error: collect takes a kind and names/],
    [['service', 'web'], 2, /^error: "service" cannot be collected/],
    [['deploy'], 2, /^error: collect deployment takes a name/],
    [['pod/web', 'deploy/api'], 2, /^error: "deploy\/api" is no pod/],
    [['pod/'], 2, /^error: "pod\/" names no object/],
    [['Pod', 'PODS/none'], 3, /^error: Pod none does not exist/],
    [['pod', 'pod'], 3, /^error: Pod pod does not exist/],
    [['pod', 'web', '-A'], 2, /^error: objects are named, or found/],
    [['pod', 'gone'], 3, /^error: Pod gone does not exist in the file/],
  ])('%j is refused in one line', async (words, code, message) => {
    const file = join(root, 'test/fixtures/captures/tag-typo.json');
    const run = await runProgram(['collect', ...words, '--from', file]);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trim()).not.toContain('\n');
  });

  it.each([
    ['unknown fields', '{"kind":"usable","type":"x","entries":[{"location":"a"}]}'],
    ['an unknown kind', '{"kind":"sound"}'],
    ['no JSON', 'kind: usable'],
  ])('a damaged annotation is refused: %s', async (_, annotation) => {
    const items = [
      { apiVersion: 'pullcheck/v1', kind: 'Collection', metadata: { name: 'pullcheck' } },
      {
        kind: 'Secret',
        metadata: { namespace: 'shop', name: 'pull', annotations: { 'pullcheck/reading': annotation } },
        data: {},
      },
    ];
    const run = await runProgram(['pod', 'web', '--from', '-'], {
      input: JSON.stringify({ kind: 'List', items }),
    });
    expect(run).toMatchObject({
      code: 3,
      stdout: '',
      stderr: 'error: the annotation pullcheck/reading of Secret shop/pull is damaged\n',
    });
  });
});

describe('input that is too much is refused in one line', () => {
  const large = join(temporary, 'large.json');
  writeFileSync(large, '{');
  truncateSync(large, 200 * 1024 * 1024);
  const bomb = join(temporary, 'bomb.tar.gz');
  const layer = gzipSync(
    tar([{ path: 'logs.txt', content: Buffer.alloc(64 * 1024 * 1024) }]).subarray(0, -1024),
  );
  writeFileSync(bomb, Buffer.concat(Array.from({ length: 40 }, () => layer)));

  it.each([
    [large, 'is larger than 128 MiB, the most that is read'],
    [bomb, 'unpacks to is larger than 2048 MiB, the most that is read'],
  ])('%s', async (path, message) => {
    const run = await runProgram(['pod', 'web', '--from', path]);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trim()).not.toContain('\n');
    expect(readdirSync(temporary).sort()).toEqual(['bomb.tar.gz', 'large.json']);
  });
});
