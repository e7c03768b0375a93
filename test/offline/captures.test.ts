import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { expectTruth, type Truth } from '../support/truth.ts';

const folder = process.env['CAPTURES'] ?? join(root, 'test/fixtures/captures');
const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Truth>;
const recordings = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'truth.json');

interface Recorded {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The file's objects and the arguments that name all its Pods. */
function recording(file: string) {
  const { items } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { items: readonly Recorded[] };
  const pods = items.filter((item) => item.kind === 'Pod');
  const names = pods.map((pod) => pod.metadata.name);
  return {
    items,
    named: ['pod', ...names, '-n', pods[0]?.metadata.namespace ?? 'default', '--from', join(folder, file)],
  };
}

describe('recordings of a real cluster', () => {
  it('covers every recording', () => {
    expect(recordings.map((name) => name.replace(/\.json$/, '')).sort()).toEqual(Object.keys(truths).sort());
  });

  it.concurrent.each(Object.entries(truths))('%s', async (name, truth) => {
    const { items, named } = recording(`${name}.json`);
    const json = await runProgram([...named, '-o', 'json']);
    expectTruth(JSON.parse(json.stdout) as Report, truth, json.stdout);
    expect(json.code).toBe(truth.cause === null ? 0 : 1);
    expect(json.stderr).toBe('');

    const found = await runProgram(['pod', '--from', join(folder, `${name}.json`), '-o', 'json']);
    const { summary } = JSON.parse(found.stdout) as Report;
    expect(summary.failing > 0).toBe(truth.cause !== null);

    const text = await runProgram(named);
    if (truth.cause !== null)
      expect(text.stdout).toMatch(
        new RegExp(`^  rule (${[truth.cause, ...(truth.also ?? [])].join('|')})`, 'm'),
      );
    for (const value of secretValues(items)) {
      for (const output of [json.stdout, found.stdout, text.stdout])
        expect(output.includes(value), 'a credential in the output').toBe(false);
    }
  });
});
