import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { byCause } from '../../src/report/groups.ts';
import { renderers } from '../../src/report/render-report.ts';
import { toReport } from '../../src/report/to-report.ts';
import { diagnoseObjects } from '../support/captures.ts';
import { readExposition } from '../support/exposition.ts';
import { hiddenTexts } from '../support/hidden-texts.ts';
import { readJunit } from '../support/junit.ts';
import { blocksOf, codeBlocks, inlineKinds } from '../support/markdown.ts';
import { expectValid } from '../support/report-schema.ts';
import { root, runProgram } from '../support/run-program.ts';
import { readSarif } from '../support/sarif.ts';
import { secretValues } from '../support/secret-values.ts';
import { readCommands } from '../support/workflow-commands.ts';

const files = ['captures', 'recordings'].flatMap((folder) =>
  readdirSync(join(root, 'test/fixtures', folder))
    .filter((name) => name.endsWith('.json') && name !== 'truth.json')
    .map((name) => join('test/fixtures', folder, name)),
);

describe('recordings of a real cluster in every format', () => {
  it.each(files)('%s', async (file) => {
    const { items } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { items: readonly KubeObject[] };
    const diagnoses = await diagnoseObjects(items);
    const report = toReport(diagnoses, {
      version: '1.2.3',
      source: { kind: 'file', path: file },
      podsScanned: diagnoses.length,
      connection: [],
    });
    const output = (form: keyof typeof renderers) => renderers[form](report, null);
    const failing = report.pods.flatMap((pod) => pod.images).filter((image) => image.status === 'failing');
    const failingPods = report.pods.filter((pod) => pod.images.some((image) => image.status === 'failing'));

    const json: unknown = JSON.parse(output('json'));
    expectValid('Report', json);
    expect(parse(output('yaml'))).toEqual(json);

    const { counts, suites } = readJunit(output('junit'));
    expect(counts['failures']).toBe(String(failing.length));
    expect(suites.flatMap((suite) => suite.cases).flatMap((one) => one.properties['cause'] ?? [])).toEqual(
      failing.map((image) => image.cause),
    );

    const errors = readCommands(output('github')).filter((one) => one.command === 'error');
    expect(errors.length > 0).toBe(failing.length > 0);

    const [run] = readSarif(output('sarif')).runs;
    expect(run?.results.filter(({ level }) => level === 'error').map(({ ruleId }) => ruleId)).toEqual(
      failing.map((image) => image.cause ?? 'unexplained'),
    );

    const samples = readExposition(output('prometheus')).get('pullcheck_images_failing') ?? [];
    expect(samples.reduce((sum, { value }) => sum + Number(value), 0)).toBe(failing.length);

    const markdown = output('markdown');
    expect(blocksOf(markdown)).toContain('h2');
    for (const kind of ['link', 'image', 'html', 'em', 'del'])
      expect(inlineKinds(markdown)).not.toContain(kind);
    const says = codeBlocks(markdown, 'text');
    const told = byCause(report).flatMap(({ pod }) => pod.images);
    for (const { error, status } of told) if (status === 'failing') expect(says).toContain(error?.text);

    expect(output('name')).toBe(failingPods.map((pod) => `pod/${pod.name}\n`).join(''));

    for (const form of Object.keys(renderers) as (keyof typeof renderers)[])
      for (const value of [...secretValues(items), ...hiddenTexts(items)])
        expect(output(form).includes(value), `a credential in ${form}`).toBe(false);
  });
});

describe('the program', () => {
  const failing = ['pod', '--from', 'examples/port-mismatch.yaml'];
  const sound = ['pod', '--from', 'test/fixtures/captures/hub-public-ok.json'];
  const sentence = 'no pull problem \\(1 Pod scanned\\)\\n';

  it.concurrent.each([
    ['yaml', /^apiVersion: pullcheck\/v1\nkind: Report\n/, /^pods: \[\]$/m],
    ['markdown', /^## pod\/web-5bf7847f96-7hlch in shop\n/, new RegExp(`^${sentence}$`)],
    ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites .*failures="1"/, /tests="0" .*\/>\n$/],
    ['github', /^::error title=pod\/web-5bf7847f96-7hlch in shop%2C app::.*\n$/, /^$/],
    [
      'html',
      /^<!doctype html>[\s\S]*pull-secret-registry-mismatch/,
      new RegExp(`<h1>${sentence.slice(0, -2)}</h1>`),
    ],
    ['sarif', /"ruleId": "pull-secret-registry-mismatch"/, /"results": \[\]/],
    [
      'prometheus',
      /^pullcheck_images_failing\{namespace="shop",rule="pull-secret-registry-mismatch"\} 1$/m,
      /^pullcheck_unreadable_reads 0$/m,
    ],
    ['name', /^pod\/web-5bf7847f96-7hlch\n$/, /^$/],
    ['text', /^pod\/web-5bf7847f96-7hlch in shop, /, new RegExp(`^${sentence}$`)],
  ])('-o %s: a failing Pod exits with 1, none with 0', async (form, one, none) => {
    const run = await runProgram([...failing, '-o', form]);
    expect(run.stdout).toMatch(one);
    expect([run.stderr, run.code]).toEqual(['', 1]);
    const empty = await runProgram([...sound, '-o', form]);
    expect(empty.stdout).toMatch(none);
    expect([empty.stderr, empty.code]).toEqual(['', 0]);
  });

  it.concurrent('an unknown format is refused with the known ones', async () => {
    const run = await runProgram([...failing, '-o', 'wide']);
    expect([run.stdout, run.code]).toEqual(['', 2]);
    expect(run.stderr).toMatch(/text, json, yaml, markdown, junit, github, sarif, html, prometheus, name/);
  });

  it.concurrent('colours no format but text', async () => {
    const run = await runProgram([...failing, '-o', 'markdown', '--color=always']);
    expect(run.stdout).not.toContain('\u001b');
  });

  it.concurrent('the list of rules keeps to its schema', async () => {
    const run = await runProgram(['explain', '-o', 'json']);
    expectValid('RuleList', JSON.parse(run.stdout));
  });
});
