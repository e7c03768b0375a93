import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locate } from '../../src/api-client/auth/child.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const file = (name: string, mode: number) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), mode);
};
file('a/plugin', 0o755);
file('b/plugin', 0o644);
const here = relative(process.cwd(), join(folder, 'a'));

describe.skipIf(process.platform === 'win32')('where a credential plugin is', () => {
  it.each([
    ['in a folder of PATH', `/nonexistent:${folder}/b:${folder}/a`, { path: `${folder}/a/plugin` }],
    ['in no folder of PATH', '/nonexistent', 'missing'],
    ['not executable', `${folder}/b`, 'missing'],
    ['by a relative entry first', `${here}:${folder}/a`, 'in-working-directory'],
    ['by an absolute entry first', `${folder}/a:${here}`, { path: `${folder}/a/plugin` }],
  ])('%s', (_, path, located) => {
    expect(locate('plugin', { PATH: path })).toEqual(located);
  });

  it.each(['.:/nonexistent', ':/nonexistent', '/nonexistent:', '/nonexistent::/other'])(
    'PATH %s finds a file of the working directory, and does not run it',
    (path) => {
      const before = process.cwd();
      process.chdir(join(folder, 'a'));
      try {
        expect(locate('plugin', { PATH: path })).toBe('in-working-directory');
      } finally {
        process.chdir(before);
      }
    },
  );

  it('a path is taken as it is', () => {
    expect(locate('/opt/plugin', { PATH: '.' })).toEqual({ path: '/opt/plugin' });
  });
});
