import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { formats } from '../../src/report/formats.ts';
import { secretForms } from '../../src/report/secret/secret-forms.ts';
import { type LeakFinder, leakFinder } from '../support/leaks.ts';
import { base64 } from '../support/objects.ts';
import { type Run, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { asManifest, onOnePodEach, onThreePods, placeOf, strayOf } from './secret-scene.ts';
import { registryOf, type ShapedSecret, shapeCount, shapedSecrets } from './secret-shapes.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const write = (name: string, items: readonly KubeObject[]) => {
  writeFileSync(join(folder, name), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return join(folder, name);
};

const finderOf = (secrets: readonly ShapedSecret[]) =>
  leakFinder(
    secrets.map(({ shape, hidden }, index) => ({ name: shape, texts: [...hidden, strayOf(index)] })),
    // what facts are called, and an example of a name
    'passwordLength robot$name',
  );

function expectNoLeak({ stdout, stderr }: Run, leaksIn: LeakFinder): void {
  expect(leaksIn(stdout)).toEqual([]);
  expect(leaksIn(stderr)).toEqual([]);
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe('every shape of Secret, on Pods of its registry, of another port and of another namespace', () => {
  const secrets = shapedSecrets(shapeCount);
  const objects = onThreePods(secrets);
  const path = write('shapes.json', objects);
  const leaksIn = finderOf(secrets);

  it('there are more than 70, and a part of a planted password is found in any of its forms', () => {
    expect(secrets.length).toBeGreaterThan(70);
    for (const { shape, hidden } of secrets) {
      const [text = ''] = hidden;
      if (text === '') continue;
      const part = text.slice(4, 13);
      for (const form of [
        part,
        part.toUpperCase(),
        `${part.slice(0, 4)}\n   ${part.slice(4)}`,
        `\u001b[31m${part.slice(0, 4)}\u001b[39m${part.slice(4)}`,
        base64(`jane:${text}`),
        base64(`x${text}`).replace(/=+$/, ''),
        Buffer.from(`xy${text}`).toString('base64url'),
        base64(base64(`jane:${text}`)),
        Buffer.from(text).toString('hex'),
        encodeURIComponent(text),
        JSON.stringify({ text }),
      ])
        expect(leaksIn(`"password": ${form}`), `${shape}: ${form}`).not.toEqual([]);
    }
    expect(leaksIn('passwordLength, and all other words of a report')).toEqual([]);
  });

  it.each([
    ['text', ['--color=always']],
    ['json', ['-o', 'json']],
    ['debug', ['--debug']],
  ])('pod: %s', async (form, flags) => {
    const run = await runProgram(['pod', '-A', '--from', path, ...flags]);
    expect(run.code).toBe(1);
    if (form === 'json') {
      const { summary } = JSON.parse(run.stdout) as Report;
      expect(summary.failing).toBe(3 * secrets.length);
      expect(summary.causes.length).toBeGreaterThan(8);
    }
    expectNoLeak(run, leaksIn);
    for (const value of secretValues(objects)) expect(run.stdout.includes(value)).toBe(false);
  });
});

describe('2,000 Secrets, with secrets in environments, annotations and the words of registries', () => {
  const secrets = shapedSecrets(2000);
  const path = write('many.json', onOnePodEach(secrets));
  const manifest = write('manifest.json', asManifest(secrets));
  const leaksIn = finderOf(secrets);

  it.each(formats)('pod -A -o %s', async (format) => {
    const run = await runProgram(['pod', '-A', '--all-findings', '--debug', '--from', path, '-o', format]);
    expect(run.code).toBe(1);
    expect(run.stdout.length).toBeGreaterThan(10_000);
    expectNoLeak(run, leaksIn);
  });

  it.each(secretForms)('secret -A -o %s', async (format) => {
    const run = await runProgram(['secret', '-A', '--debug', '--from', path, '-o', format]);
    expect(run.code).toBe(1);
    expectNoLeak(run, leaksIn);
  });

  it.each(['yaml', 'json'])('collect pod -A -o %s', async (format) => {
    const run = await runProgram(['collect', 'pod', '-A', '--debug', '--from', path, '-o', format]);
    expect(run.code).toBe(0);
    expect(run.stdout.length).toBeGreaterThan(1_000_000);
    expectNoLeak(run, leaksIn);
  });

  it.each(['text', 'json'])('manifest -o %s', async (format) => {
    const run = await runProgram(['manifest', '-f', manifest, '--from', path, '-o', format]);
    expect(run.code).toBe(1);
    expectNoLeak(run, leaksIn);
  });

  it.each([3, 40])('image, secret and pod by name: %i', async (index) => {
    const image = `${registryOf(index)}/shop/api:1.4`;
    const one = ['--from', path, '-n', placeOf(index).held, '--debug'];
    for (const args of [
      ['image', image, '--secret', `pull-${index}`],
      ['secret', `pull-${index}`],
      ['pod', `web-${index}`],
      ['collect', 'pod', `web-${index}`],
    ])
      expectNoLeak(await runProgram([...args, ...one]), leaksIn);
  });
});
