import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/run-program.ts';
import { apply, cluster, eventually, settled, variant } from './cluster.ts';

/** The example as a project has it that installed the package and client-node. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-library-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/kubectl-pullcheck'));
  symlinkSync(join(root, 'node_modules/@kubernetes'), join(folder, 'node_modules/@kubernetes'));
  cpSync(join(root, 'examples/diagnose.mjs'), join(folder, 'diagnose.mjs'));
  return folder;
}

describe.skipIf(cluster === null)('examples/diagnose.mjs --live', () => {
  beforeAll(async () => {
    const scenario = join(root, 'test/live/scenarios/newline-in-password.yaml');
    // of its own: the scenarios are applied again by the tests about them
    await apply(variant('library', readFileSync(scenario, 'utf8')));
    await eventually(settled, 240, 'the scenario');
  });

  const run = (kubeconfig: string | undefined, name: string) =>
    promisify(execFile)(process.execPath, ['diagnose.mjs', '--live', 's-library', name], {
      cwd: project(),
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', KUBECONFIG: kubeconfig ?? '' },
    });

  it('says what the command line says, through client-node', async () => {
    const { stdout } = await run(cluster?.admin, 'web');
    expect(stdout).toMatch(/^app \S+: credential-whitespace\n {2}.+ \(proven\)\n$/);
  });

  it('proves nothing of a Secret that it may not read', async () => {
    const { stdout } = await run(cluster?.viewer, 'web');
    expect(stdout).toMatch(/^app /);
    expect(stdout).not.toContain('credential-whitespace');
    expect(stdout).not.toContain('(proven)');
  });

  it('says that a Pod is not there', async () => {
    await expect(run(cluster?.admin, 'gone')).rejects.toThrow('could not be read: not found');
  });
});
