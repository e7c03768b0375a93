import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type Expected, expectReport } from '../support/expected-report.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { expectTruth, type Truth } from '../support/truth.ts';
import {
  adjust,
  adjustable,
  apply,
  cluster,
  eventually,
  kubectl,
  reset,
  settingOf,
  settled,
} from './cluster.ts';

const read = <T>(path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, T>;
/** The scenarios of both clusters, as the recordings of this one have them. */
const truths = read<Expected>('test/fixtures/captures-1.37/truth.json');
const own = join(root, 'test/live/scenarios');
const added = Object.entries(read<Truth>('test/live/scenarios/truth.json'));

const names = adjustable ? Object.keys(truths) : [];
/** An image that is on the node already, or a secret of another Pod, has to come first. */
const last = ['cached-image-masks-bad-secret'];
const usual = names.filter((name) => settingOf(name) === null);
const set = names.filter((name) => settingOf(name) !== null);

const admin = () => ({ env: { KUBECONFIG: cluster?.admin ?? '' } });

async function look(name: string): Promise<void> {
  const run = await runProgram(['pod', '-n', `s-${name}`, '-o', 'json'], admin());
  expectReport(JSON.parse(run.stdout) as Report, run.code, truths[name] as Expected);
  expect(run.stderr).toBe('');
  const held = JSON.parse(await kubectl('get', 'secrets,pods', '-n', `s-${name}`, '-o', 'json')) as {
    items: [];
  };
  for (const value of secretValues(held.items))
    expect(run.stdout.includes(value), 'a credential in the output').toBe(false);
}

describe.skipIf(!adjustable)('scenarios on a node of today', () => {
  beforeAll(async () => {
    await apply(
      ...usual.filter((name) => !last.includes(name)),
      ...added.map(([name]) => join(own, `${name}.yaml`)),
    );
    await eventually(settled, 240, 'the Pods of the scenarios');
    await apply(...last);
    await eventually(settled, 60, 'the Pods whose images are there');
  }, 600_000);

  afterAll(async () => {
    await reset();
  });

  it.each(usual)('%s', look);

  it.each(added)('%s, a scenario of our own', async (name, truth) => {
    const run = await runProgram(['pod', '-n', `s-${name}`, '-o', 'json'], admin());
    expectTruth(JSON.parse(run.stdout) as Report, truth, run.stdout);
    expect(run.code).toBe(truth.cause === null ? 0 : 1);
  });

  it('a viewer without secrets is told what is not read, and nothing is called missing', async () => {
    const run = await runProgram(['pod', '-n', 's-basic-wrong-password', '-o', 'json'], {
      env: { KUBECONFIG: cluster?.viewer ?? '' },
    });
    const report = JSON.parse(run.stdout) as Report;
    expect(report.problems.map(({ need }) => need).join()).toContain('get secrets/');
    expect(report.pods[0]?.images[0]?.findings[0]?.certainty).toBe('likely');
  });
});

describe.skipIf(!adjustable)('scenarios on a node of today that is set first', () => {
  it.each(set)('%s', async (name) => {
    const { command, value } = settingOf(name) ?? { command: '', value: '' };
    await reset();
    await adjust(command, value);
    try {
      await apply(name);
      // one of them is that nothing happens
      await eventually(settled, 30, `the Pods of ${name}`).catch(() => null);
      await look(name);
    } finally {
      await reset();
      await adjust(command);
    }
  });
});
