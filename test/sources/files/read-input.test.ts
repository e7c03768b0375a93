import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/sources/files/input-limits.ts';
import { readInput } from '../../../src/sources/files/read-input.ts';

const folder = (files: Readonly<Record<string, string>>) => {
  const path = mkdtempSync(join(tmpdir(), 'pullcheck-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
};
const pod = (name: string) => `{"kind":"Pod","metadata":{"name":"${name}"}}`;
const stdin = (content: string) => Readable.from([Buffer.from(content)]);
const names = async (path: string, input = '') =>
  (await readInput(path, stdin(input))).map(({ metadata }) => metadata.name);

it('reads a file, and standard input for -', async () => {
  expect(await names(join(folder({ 'pods.txt': pod('a') }), 'pods.txt'))).toEqual(['a']);
  expect(await names('-', pod('b') + pod('c'))).toEqual(['b', 'c']);
});

it('reads the .json and .yaml files of a folder, those below it too, in the order of their paths', async () => {
  const path = folder({
    'b.yaml': 'kind: Pod\nmetadata: {name: b}\n',
    'a.json': pod('a'),
    'below/c.yml': 'kind: Pod\nmetadata: {name: c}\n',
    'empty.json': ' \n',
    'values.yaml': 'replicas: 3\n',
    'logs.txt': '{{{',
  });
  expect(await names(path)).toEqual(['a', 'b', 'c']);
});

it.each([
  [folder({ 'logs.txt': pod('a') }), /holds no Kubernetes objects in \.json or \.yaml files$/],
  [join(folder({}), 'none.json'), /none\.json does not exist$/],
  [join(folder({ 'a.json': ' ' }), 'a.json'), /a\.json is empty$/],
  [join(folder({ 'a.json': '{"a":1}' }), 'a.json'), /a\.json holds no Kubernetes objects$/],
  [
    folder({ 'good.json': pod('a'), 'bad.json': '{"kind":' }),
    /bad\.json holds JSON that ends too early or is damaged$/,
  ],
  ['/dev/null', /\/dev\/null is neither a file nor a directory$/],
  ['-', /^standard input is empty$/],
])('%s', async (path, message) => {
  const reading = readInput(path, stdin(''));
  await expect(reading).rejects.toThrow(InputError);
  await expect(reading).rejects.toThrow(message);
});
