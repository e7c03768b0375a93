import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installCompletion, uninstallCompletion } from '../../../src/cli/run/install-completion.ts';
import { folderOf } from '../../api-client/folder.ts';
import { runProgram } from '../../support/run-program.ts';

const krew = () => folderOf({ 'bin/kubectl-pullcheck': '#!/bin/sh\n' });

describe('completion --install', () => {
  it('puts an executable beside the plugin, once, and --uninstall removes it', async () => {
    const root = krew();
    const file = join(root, 'bin/kubectl_complete-pullcheck');
    const env = { KREW_ROOT: root, PATH: `/usr/bin:/bin:${root}/bin` };
    expect(await runProgram(['completion', '--install'], { env })).toEqual({
      code: 0,
      stdout: `wrote ${file}: kubectl pullcheck completes in the shells that kubectl completes in\n`,
      stderr: '',
    });
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(readFileSync(file, 'utf8')).toBe((await runProgram(['completion'])).stdout);
    expect((await runProgram(['completion', '--install'], { env })).stdout).toBe(
      `${file} is there already\n`,
    );
    expect((await runProgram(['completion', '--uninstall'], { env })).stdout).toBe(`removed ${file}\n`);
    expect(readdirSync(join(root, 'bin'))).toEqual(['kubectl-pullcheck']);
    expect((await runProgram(['completion', '--uninstall'], { env })).stdout).toBe(`${file} is not there\n`);
  });

  it('leaves a file of others alone', async () => {
    const root = krew();
    const file = join(root, 'bin/kubectl_complete-pullcheck');
    writeFileSync(file, '#!/usr/bin/env node\n');
    const env = { PATH: `${root}/bin` };
    expect(await installCompletion(env, 'linux')).toBe(`${file} is there already, and left as it is`);
    expect(await uninstallCompletion(env, 'linux')).toContain('is left as it is');
    expect(readFileSync(file, 'utf8')).toBe('#!/usr/bin/env node\n');
  });

  it('takes the place of what an older version wrote', async () => {
    const root = krew();
    const file = join(root, 'bin/kubectl_complete-pullcheck');
    writeFileSync(file, '#!/bin/sh\n# Completion of kubectl pullcheck, as it was\n');
    await installCompletion({ PATH: `${root}/bin` }, 'linux');
    expect(readFileSync(file, 'utf8')).toContain('__complete');
  });

  it('writes a batch file on Windows', async () => {
    const root = folderOf({ 'kubectl-pullcheck.exe': '' });
    // absolute for this platform, parted as Windows parts them
    expect(await installCompletion({ Path: `${root};` }, 'win32')).toContain(
      'kubectl_complete-pullcheck.cmd',
    );
    expect(readFileSync(join(root, 'kubectl_complete-pullcheck.cmd'), 'utf8')).toContain('%*');
  });

  it.each([
    ['', /^kubectl-pullcheck is in no folder of PATH/],
    ['.', /^kubectl-pullcheck is in no folder of PATH/],
  ])('with PATH %j says where to put the plugin', async (PATH, says) => {
    await expect(installCompletion({ PATH }, 'linux')).rejects.toThrow(says);
  });

  it.skipIf(process.getuid?.() === 0)('says in one line that the folder cannot be written', async () => {
    const root = krew();
    chmodSync(join(root, 'bin'), 0o500);
    await expect(installCompletion({ PATH: `${root}/bin` }, 'linux')).rejects.toThrow(
      /cannot be written \(EACCES\)$/,
    );
    chmodSync(join(root, 'bin'), 0o700);
  });

  it('says in one line what is in its place', async () => {
    const root = folderOf({ 'bin/kubectl-pullcheck': '', 'bin/kubectl_complete-pullcheck/x': '' });
    const run = await runProgram(['completion', '--install'], { env: { PATH: `${root}/bin:/usr/bin:/bin` } });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/^error: .*kubectl_complete-pullcheck cannot be read \(EISDIR\)\n$/);
    expect(existsSync(join(root, 'bin/kubectl_complete-pullcheck/x'))).toBe(true);
  });

  it('is one or the other', async () => {
    const run = await runProgram(['completion', '--install', '--uninstall']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});
