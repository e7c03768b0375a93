import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { root, runProgram } from '../support/run-program.ts';

const capture = (name: string) => join(root, `test/fixtures/captures/${name}.json`);
const objects = (name: string) =>
  (JSON.parse(readFileSync(capture(name), 'utf8')) as { items: KubeObject[] }).items;
const listOf = (...names: readonly string[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: names.flatMap(objects) });

it.each([
  ['pod', '-l', 'a in ()'],
  ['secret', '-l', 'a in ()'],
  ['collect', 'pod', '-l', 'a in ()'],
  ['pod', '--field-selector', 'status.phase'],
])('%s %s %s: refused before the cluster is asked, too', async (...args) => {
  const run = await runProgram(args, { env: { KUBECONFIG: '/nowhere' } });
  expect(run.stderr).toMatch(/^error: --(?:field-)?selector ".*" is no (?:label|field) selector/);
  expect(run).toMatchObject({ code: 2, stdout: '' });
});

describe('looking for Pods with a pull problem', () => {
  const input = listOf('deployment', 'hub-public-ok', 'one-secret-missing-other-ok', 'tag-typo');

  it('drops sound Pods and tells one cause once', async () => {
    const run = await runProgram(['pod', '-A', '--from', '-'], { input });
    expect(run.stdout.match(/^pod\/\S+ in \S+,/gm)).toHaveLength(2);
    expect(run.stdout).toMatch(/^3 Pods, one cause$/m);
    expect(run.code).toBe(1);
  });

  it('--all-findings tells each', async () => {
    const run = await runProgram(['pod', '-A', '--from', '-', '--all-findings'], { input });
    expect(run.stdout.match(/^pod\/\S+ in \S+,/gm)).toHaveLength(4);
    expect(run.stdout).not.toContain('the same for');
  });

  it('--warnings adds Pods that run and would not pull again', async () => {
    const run = await runProgram(['pod', '-A', '--from', '-', '--warnings', '-o', 'json'], { input });
    const { pods, summary } = JSON.parse(run.stdout) as { pods: { namespace: string }[]; summary: object };
    expect(pods.map((pod) => pod.namespace)).toContain('s-one-secret-missing-other-ok');
    expect(pods.map((pod) => pod.namespace)).not.toContain('s-hub-public-ok');
    expect(summary).toMatchObject({ podsScanned: 6, failing: 4 });
  });

  it('warnings alone are no failure', async () => {
    const sound = listOf('one-secret-missing-other-ok');
    const run = await runProgram(['pod', '--warnings', '--from', '-'], { input: sound });
    expect(run.stdout).toContain('pull secret `ghost` does not exist');
    expect(run.code).toBe(0);
  });

  it.each([
    [['--chunk-size=many'], /--chunk-size/],
    [['web', '-A'], /not both/],
    [['web', '-l', 'app=web'], /not both/],
    [['-l', 'app=web=api'], /--selector "app=web=api" is no label selector/],
    [['--field-selector', 'status.phase'], /"status\.phase" is no field selector/],
    [
      ['--field-selector', 'spec.image=x'],
      /no field "spec\.image" of Pods, only metadata\.name, .*nominatedNodeName/,
    ],
    [['--field-selector', 'spec.\nimage=x'], /no field "spec\.<U\+000A>image" of Pods/],
  ])('%j is refused in one line', async (flags, says) => {
    const run = await runProgram(['pod', ...flags, '--from', '-'], { input });
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a bare name', () => {
  const from = ['--from', 'examples/port-mismatch.yaml'];

  it.each([
    ['a Pod’s', 'web-5bf7847f96-7hlch'],
    ['a Deployment’s, where no Pod has it', 'web'],
  ])('is %s', async (_, name) => {
    const run = await runProgram([name, ...from, '-o', 'json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ pods: [{ name: 'web-5bf7847f96-7hlch' }] });
    expect(run.code).toBe(1);
  });

  it('that nothing has is told in one line, with the command that was meant', async () => {
    expect(await runProgram(['pdo', ...from])).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'error: Pod pdo does not exist in the file; no workload is named pdo either; near commands: pod\n',
    });
  });
});

describe('workloads', () => {
  const input = listOf('deployment', 'tag-typo');

  it('without a name are those of the namespace with a pull problem', async () => {
    const run = await runProgram(['deploy', '-A', '--from', '-', '-o', 'json'], { input });
    const { pods } = JSON.parse(run.stdout);
    expect(pods.map((pod: { owner: { kind: string } }) => pod.owner.kind)).toEqual(
      pods.map(() => 'Deployment'),
    );
    expect(pods.length).toBeGreaterThan(0);
    expect(run.code).toBe(1);
  });

  it('may be several; the ones found are reported', async () => {
    const run = await runProgram(['deploy', 'web', 'none', '--from', '-', '-o', 'json'], { input });
    expect(JSON.parse(run.stdout).pods.length).toBeGreaterThan(0);
    expect(run.stderr).toMatch(/^error: Deployment none does not exist in the file/);
    expect(run.code).toBe(3);
  });

  it('are named or looked for, not both', async () => {
    const run = await runProgram(['deploy', 'web', '-A']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(
      /^error: a deployment is named, or found with -A, -l or --field-selector, not both/,
    );
  });
});
