import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  helperPlaces,
  helperScript,
  installCompletion,
  uninstallCompletion,
} from '../../../src/cli/run/install-completion.ts';
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

  it.each(['linux', 'darwin'] as const)('writes a shell script for krew on %s', async (platform) => {
    const root = krew();
    const env = { KREW_ROOT: root, PATH: `/usr/local/bin:${root}/bin:` };
    expect(await installCompletion(env, platform)).toMatch(/^wrote .*\/bin\/kubectl_complete-pullcheck: /);
    expect(readFileSync(join(root, 'bin/kubectl_complete-pullcheck'), 'utf8')).toBe(helperScript(platform));
    expect(await uninstallCompletion(env, platform)).toMatch(/^removed /);
  });

  it('finds the plugin on Windows by its endings, and puts a batch file beside it', () => {
    const Path = 'C:\\Windows;;tools;"C:\\Users\\Jane Doe\\.krew\\bin"';
    const places = helperPlaces({ Path }, 'win32');
    expect(places.map(({ program }) => program)).toEqual(
      ['C:\\Windows', 'C:\\Users\\Jane Doe\\.krew\\bin'].flatMap((folder) =>
        ['.exe', '.cmd', '.bat', '.ps1', ''].map((end) => `${folder}\\kubectl-pullcheck${end}`),
      ),
    );
    expect(places.at(-1)?.helper).toBe('C:\\Users\\Jane Doe\\.krew\\bin\\kubectl_complete-pullcheck.cmd');
    const script = helperScript('win32');
    expect(script).toContain('kubectl-pullcheck __complete %*');
    expect(script.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each([
    ['linux', {}, '~/.krew/bin'],
    ['darwin', { KREW_ROOT: '/opt/krew' }, '$KREW_ROOT/bin'],
    ['win32', {}, '%USERPROFILE%\\.krew\\bin'],
  ] as const)('on %s with %j says where krew has it', async (platform, env, place) => {
    await expect(installCompletion(env, platform)).rejects.toThrow(`(krew's is ${place})`);
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
