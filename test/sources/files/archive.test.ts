import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError, type Limits, usualLimits } from '../../../src/sources/files/input-limits.ts';
import { readInput } from '../../../src/sources/files/read-input.ts';
import { tar } from '../../support/tar.ts';

const pod = (name: string) => `{"kind":"Pod","metadata":{"name":"${name}"}}`;

/** The names of the objects in these bytes, which come in pieces of a size that no block has. */
async function names(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<readonly string[]> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 700) }, (_, at) =>
    bytes.subarray(at * 700, (at + 1) * 700),
  );
  const objects = await readInput('-', Readable.from(pieces), { ...usualLimits, ...limits });
  return objects.map(({ metadata }) => metadata.name);
}

async function problem(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<string> {
  const error: unknown = await names(bytes, limits).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const long = `bundle/${'deep/'.repeat(40)}c.json`;

describe('packed input', () => {
  const archive = tar([
    { path: 'bundle/', type: '5' },
    { path: 'bundle/logs.txt', content: '{'.repeat(3000) },
    { path: 'bundle/b.yaml', content: 'kind: Pod\nmetadata: {name: b}\n' },
    { path: 'bundle/a.json', content: pod('a') },
    { path: 'PaxHeader', type: 'x', content: `${long.length + 10} path=${long}\n` },
    { path: 'short', content: pod('c') },
    { path: '././@LongLink', type: 'L', content: `${long.replace('c.json', 'd.json')}\0` },
    { path: 'short', content: pod('d') },
    { path: 'bundle/current.json', link: 'a.json' },
    { path: 'bundle/logs', link: '/var/log' },
  ]);

  it.each([
    ['gzip', gzipSync(pod('a')), ['a']],
    ['tar', archive, ['a', 'b', 'c', 'd']],
    ['tar in gzip', gzipSync(archive), ['a', 'b', 'c', 'd']],
    ['UTF-16, little end first', utf16(pod('a')), ['a']],
    ['UTF-16, big end first', Buffer.from(utf16(pod('a'))).swap16(), ['a']],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${pod('a')}`), ['a']],
    ['JSON documents between ---', Buffer.from(`---\n${pod('a')}\n---\n${pod('b')}\n`), ['a', 'b']],
    ['YAML in braces', Buffer.from('{kind: Pod, metadata: {name: a}}\n'), ['a']],
    [
      'YAML in braces, two documents',
      Buffer.from('{kind: Pod, metadata: {name: a}}\n---\nkind: Pod\nmetadata: {name: b}\n'),
      ['a', 'b'],
    ],
  ])('%s', async (_, bytes, found) => expect(await names(bytes)).toEqual(found));

  it.each([
    ['a gzip file that is cut', gzipSync(pod('a')).subarray(0, 20), 'standard input is a damaged gzip file'],
    [
      'an archive that is cut',
      archive.subarray(0, 5000),
      'standard input is a tar archive that ends too early',
    ],
    [
      'an archive with rubbish in it',
      Buffer.concat([archive.subarray(0, 512), Buffer.alloc(512, 'x')]),
      'standard input is a damaged tar archive',
    ],
    [
      'an archive of nothing',
      tar([{ path: 'a.txt', content: 'x' }]),
      /holds no Kubernetes objects in \.json/,
    ],
    [
      'a link out of the archive',
      tar([{ path: 'bundle/pods.json', link: '../../etc/pods.json' }]),
      'standard input holds a link that leads out of it: bundle/pods.json',
    ],
    [
      'a link to the root',
      tar([{ path: 'pods\n.json', link: '/etc/shadow' }]),
      'standard input holds a link that leads out of it: pods?.json',
    ],
    [
      'a damaged file in an archive',
      tar([{ path: 'pods.json', content: pod('a').slice(0, -3) }]),
      'pods.json in standard input holds JSON that ends too early or is damaged',
    ],
    [
      'binary',
      Buffer.from([0x7f, 0x45, 0, 1, 2]),
      'standard input is neither UTF-8 text nor a gzip or tar file',
    ],
  ])('%s is refused', async (_, bytes, message) => expect(await problem(bytes)).toMatch(message));

  it.each([
    ['text', Buffer.from(pod('a').padEnd(2000)), { text: 1000 }, 'standard input is larger than 1000 bytes'],
    [
      'gzip',
      gzipSync(Buffer.alloc(5_000_000, ' ')),
      { text: 1000 },
      'standard input is larger than 1000 bytes',
    ],
    [
      'one file of an archive',
      tar([{ path: 'a.json', size: 2000 }]),
      { text: 1000 },
      'a.json in standard input is larger than 1000 bytes',
    ],
    [
      'all files of an archive',
      tar(Array.from({ length: 4 }, (_, at) => ({ path: `${at}.json`, content: pod('a').padEnd(400) }))),
      { texts: 1000 },
      'what standard input holds in .json and .yaml files is larger than 1000 bytes',
    ],
    [
      'what is skipped in an archive',
      gzipSync(tar([{ path: 'a.log', content: Buffer.alloc(100_000) }])),
      { unpacked: 50_000 },
      'what standard input unpacks to is larger than 50000 bytes',
    ],
    [
      'a size that no file has',
      tar([{ path: 'a.log', size: 0o77777777777 }]),
      {},
      'what standard input unpacks to is larger than 2048 MiB',
    ],
    [
      'entries of an archive',
      tar(Array.from({ length: 9 }, (_, at) => ({ path: `${at}.txt` }))),
      { entries: 8 },
      'standard input holds more than 8 entries',
    ],
    [
      'a name',
      tar([{ path: 'x', type: 'L', size: 9_000_000 }]),
      {},
      'standard input is a tar archive with a name that is too long',
    ],
    [
      'YAML',
      Buffer.from(`kind: Pod\nmetadata: {name: a}\n#${'x'.repeat(1000)}`),
      { yaml: 1000 },
      'standard input holds more YAML than is read at once: write it with -o json',
    ],
  ])('too much of it is refused: %s', async (_, bytes, limits, message) => {
    expect(await problem(bytes, limits)).toContain(message);
  });

  it('an archive that is cut anywhere is refused', async () => {
    const files = [
      { path: 'a.json', content: pod('a').padEnd(900) },
      { path: 'b.log', content: 'x'.repeat(700) },
      { path: 'c.json', content: pod('c') },
    ];
    const bytes = tar(files);
    // all that matters, but for the two blocks of zeros at the end
    for (let size = 512; size <= bytes.length - 1024; size += 64)
      expect(await problem(bytes.subarray(0, size))).toBe(
        'standard input is a tar archive that ends too early',
      );
    expect(await names(bytes.subarray(0, -512))).toEqual(['a', 'c']);
    expect(await problem(gzipSync(bytes).subarray(0, -12))).toBe('standard input is a damaged gzip file');
  });

  it('an archive of many entries is read to its end', async () => {
    const entry = tar([{ path: 'a.txt' }]).subarray(0, 512);
    const wanted = tar([{ path: 'a.json', content: pod('a') }]);
    const many = Buffer.concat([...Array.from({ length: 99_999 }, () => entry), wanted]);
    expect(await names(gzipSync(many))).toEqual(['a']);
    expect(await problem(gzipSync(Buffer.concat([entry, many])))).toContain('holds more than 100000 entries');
  });

  it('a bomb is refused before it is unpacked', async () => {
    const layer = Buffer.alloc(64 * 1024 * 1024, ' ');
    const bomb = gzipSync(Buffer.concat([layer, layer, layer]));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage.rss();
    expect(await problem(bomb, { text: 1024 * 1024 })).toContain('larger than 1 MiB');
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });
});
