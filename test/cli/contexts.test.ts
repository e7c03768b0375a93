import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { readExposition } from '../support/exposition.ts';
import { type LivingCluster, startLiving } from '../support/living-cluster.ts';
import { root, runProgram } from '../support/run-program.ts';

const captured = (name: string) =>
  (
    JSON.parse(readFileSync(join(root, `test/fixtures/captures/${name}.json`), 'utf8')) as {
      items: KubeObject[];
    }
  ).items;

let clusters: readonly LivingCluster[] = [];
let kubeconfig = '';

beforeAll(async () => {
  clusters = await Promise.all(
    ['wrong-host-in-secret', 'wrong-host-in-secret', 'hub-public-ok'].map((name) =>
      startLiving(captured(name)),
    ),
  );
  const servers = new Map([
    ['east', clusters[0]?.url],
    ['west', clusters[1]?.url],
    ['sound', clusters[2]?.url],
    ['down', 'http://127.0.0.1:1'],
  ]);
  kubeconfig = join(mkdtempSync(join(tmpdir(), 'pullcheck-')), 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [...servers].map(([name, server]) => ({ name, cluster: { server } })),
      users: [],
      contexts: [...servers.keys()].map((name) => ({ name, context: { cluster: name } })),
    }),
  );
});

afterAll(() => {
  for (const cluster of clusters) cluster.close();
});

const run = (...args: readonly string[]) =>
  runProgram(['pod', '-A', ...args], { env: { KUBECONFIG: kubeconfig } });

describe('--contexts', () => {
  it('tells one cause of two clusters once, and where else it is', async () => {
    const { stdout, stderr, code } = await run('--contexts', 'east,west');
    expect([stderr, code]).toEqual(['', 1]);
    expect(stdout).toMatch(/^2 Pods in 2 contexts, one cause$/m);
    expect(stdout).toMatch(/^pod\/web in \S+ \(context east\), node /m);
    expect(stdout).toMatch(/the same for pod\/web in \S+\s+\(context\s+west\)/);
    expect(stdout).toContain('--context=east');
  });

  it('json has the context of each Pod and the commands for its cluster', async () => {
    const { stdout } = await run('--contexts', 'east,west,sound', '-o', 'json');
    const report = JSON.parse(stdout) as Report;
    expect(report.source).toEqual({ kind: 'clusters', contexts: ['east', 'west', 'sound'] });
    expect(report.pods.map(({ context }) => context)).toEqual(['east', 'west']);
    expect(report.summary).toMatchObject({ podsScanned: 3, pods: 2, failing: 2 });
    expect(report.summary.causes).toEqual([{ rule: expect.any(String), pods: 2, images: 2 }]);
    for (const { context, images } of report.pods)
      for (const { command } of images.flatMap((image) => image.findings.flatMap(({ fixes }) => fixes)))
        if (command?.includes('kubectl') === true) expect(command).toContain(`--context=${context}`);
  });

  it.each(['east,down', 'down,gone,east'])(
    '%s: one that cannot be read is a line, not the end',
    async (contexts) => {
      const { stdout, stderr, code } = await run('--contexts', contexts, '-o', 'json');
      const lines = stderr.trimEnd().split('\n');
      expect(lines).toHaveLength(contexts.split(',').length - 1);
      for (const line of lines) expect(line).toMatch(/^error: context (?:down|gone): /);
      expect(code).toBe(3);
      const report = JSON.parse(stdout) as Report;
      expect(report.pods.map(({ context }) => context)).toEqual(['east']);
      expect(report.problems.filter(({ what }) => /^context (?:down|gone): /.test(what))).toHaveLength(
        lines.length,
      );
    },
  );

  it('--all-contexts are those of the kubeconfig, and metrics have the label', async () => {
    const { stdout, stderr, code } = await run('--all-contexts', '-o', 'prometheus');
    expect([stderr.split('\n').length, code]).toEqual([2, 3]);
    const series = readExposition(stdout).get('pullcheck_images_failing') ?? [];
    expect(series.map(({ labels }) => labels?.['context'])).toEqual(['east', 'west']);
  });

  it('-o name gives words that kubectl takes', async () => {
    const { stdout } = await run('--contexts', 'east,west', '-o', 'name');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^pod\/web\S* -n \S+ --context=east$/),
      expect.stringMatching(/^pod\/web\S* -n \S+ --context=west$/),
      '',
    ]);
  });

  it('prints nothing where no cluster could be read', async () => {
    expect(await run('--contexts', 'down', '-o', 'json')).toMatchObject({ stdout: '', code: 3 });
  });

  it('sound clusters exit with 0', async () => {
    const { stdout, code } = await run('--contexts', 'sound');
    expect([stdout, code]).toEqual(['no pull problem (1 Pod scanned)\n', 0]);
  });

  it.each([
    [['--contexts', 'a', '--all-contexts'], 'exclude each other'],
    [['--contexts', 'a,,b'], 'a name is empty'],
    [['--contexts', ''], 'a name is empty'],
    [['--contexts', 'a', '--context', 'b'], '--context is of one cluster'],
    [['--contexts', 'a', '--token', 'x'], '--token is of one cluster'],
    [['--contexts', 'a', '--insecure-skip-tls-verify'], '--insecure-skip-tls-verify is of one cluster'],
    [['--all-contexts', '--server', 'https://a'], '--server is of one cluster'],
    [['--contexts', 'a', '--from', '-'], '--from is of one cluster'],
    [['--all-contexts', '--wait'], '--wait is of one cluster'],
  ])('%j is refused', async (args, words) => {
    const { stdout, stderr, code } = await run(...args);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(words);
  });

  it('a Pod is not named in several', async () => {
    const { code, stderr } = await runProgram(['pod', 'web', '--contexts', 'a,b']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('named in one --context')]);
  });
});
