import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runProgram } from '../support/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const capture = (name: string) => join(root, `test/fixtures/captures/${name}.json`);

const readCapture = (name: string) => readFileSync(capture(name), 'utf8');

/** One clear line on standard error, nothing on standard output, no stack trace. */
async function expectOneLine(args: readonly string[], code: number, says: RegExp, input = '') {
  const run = await runProgram(args, { input });
  expect(run.stderr).toMatch(says);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).not.toMatch(/\n\s+at /);
  expect(run.stdout).toBe('');
  expect(run.code).toBe(code);
}

describe('input that cannot be used ends with 3', () => {
  it.each([
    ['a file that is not there', join(folder, 'none.yaml'), /none\.yaml does not exist/],
    ['an empty file', file('empty.yaml', ''), /empty\.yaml is empty/],
    ['HTML', file('page.html', '<!DOCTYPE html><html><body>login</body></html>'), /HTML/],
    ['cut JSON', file('cut.json', '{"kind":"List","items":[{"kind":"Pod","metadata":{"na'), /ends too early/],
    ['YAML that is none', file('bad.yaml', 'a: [b\nc: }'), /neither JSON nor YAML/],
    ['a text without objects', file('prose.txt', 'hello there'), /no Kubernetes objects/],
    ['JSON without objects', file('plain.json', '{"a":1}'), /no Kubernetes objects/],
  ])('%s', async (_, path, says) => {
    await expectOneLine(['pod', 'web', '--from', path], 3, says);
  });

  it('a directory without Kubernetes objects', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    writeFileSync(join(empty, 'notes.json'), '{"a":1}');
    await expectOneLine(['pod', '--from', empty], 3, /holds no Kubernetes objects/);
  });

  it('a Pod that the file does not hold, with near names', async () => {
    await expectOneLine(
      ['pod', 'wbe', '--from', capture('hub-key-ok')],
      3,
      /Pod wbe does not exist in the file; near names: web/,
    );
  });

  it('standard input that is empty', async () => {
    await expectOneLine(['pod', 'web', '--from', '-'], 3, /standard input is empty/);
  });

  it('a damaged Secret is not quoted', async () => {
    const path = file('secret.json', '{"kind":"Secret","metadata":{"name":"s"},"data":{"a":"aHVudGVyMg=="}');
    const run = await runProgram(['pod', 'web', '--from', path]);
    expect(run.stderr).not.toContain('aHVudGVyMg');
    expect(run.code).toBe(3);
  });
});

describe('usage errors end with 2', () => {
  it.each([
    ['an unknown flag', ['pod', 'web', '--nope'], /unknown flag: --nope/],
    ['an unknown output', ['pod', 'web', '-o', 'xml'], /--output=xml/],
    [
      'an unknown command',
      ['Pdo', 'web'],
      /unknown command "Pdo" for "kubectl pullcheck"; near commands: pod/,
    ],
    ['a boolean that is none', ['pod', '-A=perhaps'], /true or false expected/],
    ['a flag without its value', ['pod', 'web', '--context'], /--context/],
  ])('%s', async (_, args, says) => {
    await expectOneLine(args, 2, says);
  });
});

describe('input that is unusual but sound', () => {
  it('an empty List is no error', async () => {
    const run = await runProgram([
      'pod',
      '--from',
      file('list.yaml', 'apiVersion: v1\nkind: List\nitems: []\n'),
    ]);
    expect(run).toEqual({ code: 0, stdout: 'no Pod matches (0 Pods scanned)\n', stderr: '' });
  });

  it('items: null counts as empty', async () => {
    const run = await runProgram([
      'pod',
      '-o',
      'json',
      '--from',
      file('null.json', '{"kind":"PodList","items":null}'),
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ pods: [], summary: { podsScanned: 0, failing: 0 } });
    expect(run.code).toBe(0);
  });

  it('a directory with one file for each kind', async () => {
    const parts = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    const { items } = JSON.parse(readCapture('hub-key-no-trailing-slash')) as { items: { kind: string }[] };
    for (const [index, item] of items.entries())
      writeFileSync(join(parts, `${index}-${item.kind}.json`), JSON.stringify(item));
    const run = await runProgram(['pod', 'web', '--from', parts]);
    expect(run.stdout).toContain('  pull-secret-registry-mismatch (docker-hub-key)');
    expect(run.code).toBe(1);
  });

  it('concatenated JSON documents on standard input, and --exit-zero', async () => {
    const { items } = JSON.parse(readCapture('tag-typo')) as { items: unknown[] };
    const input = items.map((item) => JSON.stringify(item, null, 2)).join('\n');
    const run = await runProgram(['pod/web', '--from', '-', '--exit-zero'], { input });
    expect(run.stdout).toContain('  image-not-found');
    expect(run.code).toBe(0);
  });

  it('a file with the Pod alone: what it does not hold is unknown, and is not called absent', async () => {
    const { items } = JSON.parse(readCapture('opaque-secret')) as { items: { kind: string }[] };
    const input = JSON.stringify(items.find((item) => item.kind === 'Pod'));
    const run = await runProgram(['pod', 'web', '--from', '-'], { input });
    expect(run.stdout).not.toMatch(/missing|does not exist|not found/);
    expect(run.stdout).toContain('kubectl get secrets -n s-opaque-secret -o yaml');
    expect(run.code).toBe(1);
  });

  it('one Pod of several is not there: the others are reported, the code is 3', async () => {
    const run = await runProgram(['pod', 'web', 'gone', '--from', capture('tag-typo')]);
    expect(run.stdout).toContain('  image-not-found');
    expect(run.stderr).toContain('Pod gone does not exist');
    expect(run.code).toBe(3);
  });
});
