import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { tarGz } from '../../scripts/release/archive.ts';
import { install } from '../../scripts/release/krew/install.ts';
import { selects } from '../../scripts/release/krew/selector.ts';
import { type TarEntry, tar } from '../support/tar.ts';

let krewRoot: string;
beforeEach(() => {
  krewRoot = mkdtempSync(join(tmpdir(), 'pullcheck-krew-'));
});
afterEach(() => rmSync(krewRoot, { recursive: true, force: true }));

const date = new Date('2026-01-01T00:00:00Z');
const program = { path: 'kubectl-pull-check', content: Buffer.from('run'), executable: true };
const licence = { path: 'LICENSE', content: Buffer.from('Apache'), executable: false };

interface Changes {
  readonly files?: readonly { from: string; to: string }[];
  readonly bin?: string;
  readonly sha256?: string;
  readonly os?: string;
}

function installed(
  archive: Buffer,
  { files, bin = 'kubectl-pull-check', sha256, os = 'linux' }: Changes = {},
) {
  const manifest = stringify({
    metadata: { name: 'pull-check' },
    spec: {
      version: 'v1.0.0',
      platforms: [
        {
          uri: 'https://acme.io/pull-check',
          sha256: sha256 ?? createHash('sha256').update(archive).digest('hex'),
          bin,
          ...(files === undefined ? {} : { files }),
          selector: { matchLabels: { os } },
        },
      ],
    },
  });
  return install(manifest, { os: 'linux', arch: 'amd64', krewRoot, download: () => archive });
}

const packed = (...entries: TarEntry[]) => gzipSync(tar(entries));

describe('installing as krew does', () => {
  it('links the program under the name that kubectl looks for, and keeps the execution bit', async () => {
    const { folder, link } = await installed(await tarGz([program, licence], date));
    expect(folder).toBe(join(krewRoot, 'store/pull-check/v1.0.0'));
    expect(readlinkSync(link)).toBe('../store/pull-check/v1.0.0/kubectl-pull-check');
    expect(link).toBe(join(krewRoot, 'bin/kubectl-pull_check'));
    expect(statSync(link).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'LICENSE')).mode & 0o777).toBe(0o644);
  });

  it('tells a zip from its content', async () => {
    const { link } = await installed(Buffer.from(zipSync({ 'kubectl-pull-check': strToU8('run') })));
    expect(readFileSync(link, 'utf8')).toBe('run');
  });

  it('moves what files names, and nothing else', async () => {
    const files = [
      { from: 'kubectl-*', to: 'bin' },
      { from: 'LICENSE', to: 'LICENSE.txt' },
    ];
    const other = { ...licence, path: 'README' };
    const archive = await tarGz([program, licence, other], date);
    const { folder } = await installed(archive, { files, bin: 'bin/kubectl-pull-check' });
    expect(
      ['bin/kubectl-pull-check', 'LICENSE.txt', 'README'].map((file) => existsSync(join(folder, file))),
    ).toEqual([true, true, false]);
  });

  it.each<readonly [what: string, entry: TarEntry, message: string]>([
    ['a link', { path: 'node', link: '/usr/bin/node' }, 'holds a symlink'],
    ['a device', { path: 'null', type: '3' }, 'holds a character-device'],
    ['a path out of the folder', { path: '../node' }, 'suspicious path ../node'],
    ['two dots inside a name', { path: 'a..b.js' }, 'suspicious path a..b.js'],
    ['an absolute path', { path: '/node' }, 'absolute path /node'],
    ['a path of Windows from the root', { path: '\\node' }, 'absolute path \\node'],
  ])('refuses a tar with %s', async (_, entry, message) => {
    await expect(installed(packed({ path: 'kubectl-pull-check' }, entry))).rejects.toThrow(message);
  });

  it.each(['../node', '/node'])('refuses a zip with %s', async (path) => {
    await expect(installed(Buffer.from(zipSync({ [path]: strToU8('x') })))).rejects.toThrow('path');
  });

  it('refuses another checksum, another kind of archive, another platform', async () => {
    const archive = await tarGz([program], date);
    await expect(installed(archive, { sha256: '0'.repeat(64) })).rejects.toThrow('not 0000');
    await expect(installed(tar([{ path: 'x' }]))).rejects.toThrow('neither zip nor gzip');
    await expect(installed(archive, { os: 'darwin' })).rejects.toThrow('nothing for linux/amd64');
  });

  it('refuses a program or a pattern that is not there', async () => {
    const archive = await tarGz([program], date);
    await expect(installed(archive, { bin: 'pullcheck' })).rejects.toThrow('not among the installed files');
    await expect(installed(archive, { files: [{ from: '*.js', to: '.' }] })).rejects.toThrow(
      'no file of the archive',
    );
  });
});

describe('selectors', () => {
  it.each([
    ['In', true, false],
    ['NotIn', false, true],
    ['Exists', true, true],
    ['DoesNotExist', false, false],
    ['Is', false, false],
  ])('%s', (operator, linux, darwin) => {
    const selector = { matchExpressions: [{ key: 'os', operator, values: ['linux'] }] };
    expect([selects(selector, 'linux', 'arm64'), selects(selector, 'darwin', 'arm64')]).toEqual([
      linux,
      darwin,
    ]);
  });

  it('labels and expressions have to match together', () => {
    const matchExpressions = [{ key: 'arch', operator: 'In', values: ['arm64'] }];
    const selector = { matchLabels: { os: 'linux' }, matchExpressions };
    expect(selects(selector, 'linux', 'arm64')).toBe(true);
    expect(selects(selector, 'linux', 'amd64')).toBe(false);
  });
});
