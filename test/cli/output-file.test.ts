import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import { runProgram } from '../support/run-program.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'pullcheck-'));
const failing = ['pod', '--from', 'examples/port-mismatch.yaml'];
const run = (...args: readonly string[]) => runProgram([...failing, ...args]);

describe('--output-file', () => {
  it.concurrent.each(formats)('-o %s: the file has what standard output would have', async (form) => {
    const place = folder();
    const file = join(place, 'report');
    const [to, out] = await Promise.all([run('-o', form, '--output-file', file), run('-o', form)]);
    expect([to.stdout, to.stderr, to.code]).toEqual(['', '', 1]);
    expect(readFileSync(file, 'utf8')).toBe(out.stdout);
    expect(readdirSync(place)).toEqual(['report']);
  });

  it.concurrent('takes the place of a file, with its mode, behind the link that names it', async () => {
    const place = folder();
    const file = join(place, 'report.prom');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    symlinkSync('report.prom', join(place, 'link'));
    const before = statSync(file).ino;
    await run('-o', 'prometheus', '--output-file', join(place, 'link'));
    expect(readFileSync(file, 'utf8')).toContain('# TYPE pullcheck_images_failing gauge');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(statSync(file).ino).not.toBe(before);
    expect(readdirSync(place).sort()).toEqual(['link', 'report.prom']);
  });

  it.concurrent('is written to directly where it is no regular file', async () => {
    const to = await run('-o', 'name', '--output-file', '/dev/stderr');
    expect(to.stderr).toMatch(/^pod\/web-/);
    expect(to.code).toBe(1);
  });

  it.concurrent('stays as it was where the report cannot be made', async () => {
    const file = join(folder(), 'report');
    writeFileSync(file, 'old');
    const to = await runProgram([
      'pod',
      'gone',
      '--from',
      'examples/port-mismatch.yaml',
      '--output-file',
      file,
    ]);
    expect(to.code).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it.concurrent('is refused before anything is read where it cannot be', async () => {
    const place = folder();
    mkdirSync(join(place, 'sub'));
    for (const [path, words] of [
      [join(place, 'sub'), 'is a directory'],
      [join(place, 'none', 'x'), 'there is no directory'],
      ['', 'names no file'],
    ] as const) {
      const to = await runProgram(['pod', '-A', '--output-file', path], { env: { KUBECONFIG: '/nowhere' } });
      expect(to.stderr).toMatch(new RegExp(`^error: --output-file .*${words}.*\\n$`));
      expect([to.stdout, to.code]).toEqual(['', 2]);
    }
  });

  it.concurrent('one line where it cannot be written', async () => {
    const to = await run('--output-file', '/proc/self/report');
    expect(to.stderr).toMatch(/^error: the output cannot be written to \/proc\/self\/report \(\w+\)\n$/);
    expect([to.stdout, to.code]).toEqual(['', 3]);
  });

  it.concurrent('of secret and collect, too', async () => {
    const place = folder();
    const from = ['--from', 'examples/port-mismatch.yaml'];
    const secret = await runProgram([
      'secret',
      ...from,
      '-o',
      'prometheus',
      '--output-file',
      join(place, 's'),
    ]);
    expect(secret.stdout).toBe('');
    expect(readFileSync(join(place, 's'), 'utf8')).toContain('pullcheck_secrets 1\n');
    const collect = await runProgram(['collect', 'pod', ...from, '--output-file', join(place, 'c')]);
    expect(collect.stdout).toBe('');
    expect(readFileSync(join(place, 'c'), 'utf8')).toMatch(/^apiVersion: v1\nkind: List\n/);
  });
});
