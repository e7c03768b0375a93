import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Report } from '../../src/model/report.ts';
import { type Expected, expectReport } from '../support/expected-report.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';

const folder = join(root, 'test/fixtures/captures-1.37');
const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Expected>;

/** The objects of a recording, for the credentials in them. */
const objectsOf = (file: string) =>
  parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const value = document.toJS() as { readonly items?: readonly object[] } | null;
    return value?.items ?? (value === null ? [] : [value]);
  });

describe('recordings of kubelet 1.37 and containerd 2.4', () => {
  it.concurrent.each(Object.entries(truths))('%s', async (name, expected) => {
    const file = join(folder, `${name}.yaml`);
    const run = await runProgram(['pod', '-A', '--from', file, '-o', 'json']);
    expectReport(JSON.parse(run.stdout) as Report, run.code, expected);
    expect(run.stderr).toBe('');
    for (const value of secretValues(objectsOf(file)))
      expect(run.stdout.includes(value), 'a credential in the output').toBe(false);
  });
});
