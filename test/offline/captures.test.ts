import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { expectTruth, type Truth } from '../support/truth.ts';

const { CAPTURES } = process.env;
const folders =
  CAPTURES === undefined
    ? [join(root, 'test/fixtures/captures'), join(root, 'test/fixtures/recordings')]
    : [CAPTURES];

/** The file's objects and the arguments that name all its Pods. */
function recording(file: string) {
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly KubeObject[] };
  const pods = items.filter((item) => item.kind === 'Pod');
  const names = pods.map((pod) => pod.metadata.name);
  return { items, named: ['pod', ...names, '-n', pods[0]?.metadata.namespace ?? 'default', '--from', file] };
}

describe.each(folders)('recordings of a real cluster in %s', (folder) => {
  const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Truth>;

  it('has every recording that the truth names', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'truth.json');
    expect(files.map((name) => name.replace(/\.json$/, ''))).toEqual(
      expect.arrayContaining(Object.keys(truths)),
    );
  });

  it.concurrent.each(Object.entries(truths))('%s', async (name, truth) => {
    const file = join(folder, `${name}.json`);
    const { items, named } = recording(file);
    const json = await runProgram([...named, '-o', 'json']);
    expectTruth(JSON.parse(json.stdout) as Report, truth, json.stdout);
    expect(json.code).toBe(truth.cause === null ? 0 : 1);
    expect(json.stderr).toBe('');

    const found = await runProgram(['pod', '--from', file, '-o', 'json']);
    expect((JSON.parse(found.stdout) as Report).summary.failing > 0).toBe(truth.cause !== null);

    const text = await runProgram(named);
    const rules = [truth.cause, ...(truth.also ?? [])].join('|');
    if (truth.cause !== null) expect(text.stdout).toMatch(new RegExp(`^ .*\\s(${rules})`, 'm'));
    const [only, ...others] = (JSON.parse(json.stdout) as Report).pods;
    if (truth.cause !== null && others.length === 0 && only?.images.length === 1)
      expectFixInSight(text.stdout, only.images[0]?.findings[0]?.fixes[0]?.command ?? null);
    for (const value of secretValues(items))
      for (const output of [json.stdout, found.stdout, text.stdout])
        expect(output.includes(value), 'a credential in the output').toBe(false);
  });
});

/** On the first eight lines: the first fix, and its command where it has one. */
function expectFixInSight(text: string, command: string | null): void {
  const lines = text.split('\n').slice(0, 8);
  expect(lines.find((line) => line.startsWith('  Fix   '))).toBeDefined();
  if (command !== null) expect(lines).toContain(`        $ ${command}`);
}
