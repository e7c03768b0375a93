import { gunzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { type ArchiveFile, readTar, tarGz, zip } from '../../scripts/release/archive.ts';

const date = new Date('2026-03-29T01:30:10Z');
const files: readonly ArchiveFile[] = [
  { path: 'kubectl-pullcheck', content: Buffer.from('#!/bin/sh\n'), executable: true },
  { path: 'LICENSE', content: Buffer.from('Apache\n'), executable: false },
];
const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('tar.gz', () => {
  it('keeps content and execution bits, sorted by path', async () => {
    const entries = await readTar(gunzipSync(await tarGz(files, date)));
    expect(entries.map(({ path, type, mode }) => [path, type, mode])).toEqual([
      ['LICENSE', 'file', 0o644],
      ['kubectl-pullcheck', 'file', 0o755],
    ]);
    expect(entries[0]?.content.toString()).toBe('Apache\n');
  });

  it('has the same bytes whatever the order and the time', async () => {
    expect(await tarGz(files.toReversed(), date)).toEqual(await tarGz(files, date));
  });

  it('says neither when nor by whom it was made', async () => {
    const archive = await tarGz(files, date);
    expect(archive.readUInt32LE(4)).toBe(0);
    const header = gunzipSync(archive).subarray(0, 512);
    const field = (start: number, length: number) =>
      header.toString('latin1', start, start + length).replace(/\0.*/, '');
    expect([field(108, 8).trim(), field(116, 8).trim()].map(Number)).toEqual([0, 0]);
    expect([field(265, 32), field(297, 32)]).toEqual(['', '']);
    expect(Number.parseInt(field(136, 12), 8) * 1000).toBe(date.getTime());
  });
});

describe('zip', () => {
  it('keeps content and execution bits', () => {
    const archive = zip(files, date);
    expect(strFromU8(unzipSync(archive)['LICENSE'] ?? new Uint8Array())).toBe('Apache\n');
    const directory = archive.lastIndexOf(Buffer.from('PK\x01\x02'));
    expect(archive.readUInt32LE(directory + 38) >>> 16).toBe(0o100755);
  });

  it('has the same bytes in every time zone', () => {
    process.env['TZ'] = 'UTC';
    const here = zip(files, date);
    process.env['TZ'] = 'Asia/Tokyo';
    expect(zip(files, date)).toEqual(here);
  });
});
