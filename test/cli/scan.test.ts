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
    [['--field-selector', 'spec.\nimage=x'], /no field "spec\. image" of Pods/],
  ])('%j is refused in one line', async (flags, says) => {
    const run = await runProgram(['pod', ...flags, '--from', '-'], { input });
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});
