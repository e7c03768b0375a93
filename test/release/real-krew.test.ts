import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standalone } from '../../scripts/bundle/standalone.ts';
import { archiveOf, contentsOf } from '../../scripts/release/contents.ts';
import { root, version } from '../../scripts/release/settings.ts';
import { archiveName, hostTarget, type Target } from '../../scripts/release/targets.ts';
import { hasKubectl } from '../api-client/kubectl.ts';
import { goTool, has } from '../support/go-tool.ts';
import { manifestFor } from '../support/release-manifest.ts';

/** The newest of krew that is a Go module with its dependencies as they were. */
const krewVersion = 'v0.4.3';
const run = promisify(execFile);

const host = hostTarget();
const lacking =
  host === undefined || host.os === 'windows'
    ? 'no archive is made for this platform'
    : !has('git', '--version')
      ? 'it keeps its index with git'
      : null;
if (lacking !== null) console.warn(`krew is not tried: ${lacking}`);
const built = (name: string) =>
  lacking === null ? goTool(`sigs.k8s.io/krew/cmd/${name}@${krewVersion}`) : null;
const krewProgram = await built('krew');
const validator = await built('validate-krew-manifest');

describe.skipIf(krewProgram === null || validator === null)('krew itself', { timeout: 120_000 }, () => {
  let folder: string;
  let server: Server;
  let archive: string;
  let env: Record<string, string>;

  /** A manifest of this version or another whose archive the local server has. */
  const manifest = (release: string) => {
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    const { port } = server.address() as AddressInfo;
    return manifestFor(host as Target, new Map([[archiveName(host as Target, version), sha256]]))
      .replace(`version: v${version}`, `version: v${release}`)
      .replace(/uri: .*/, `uri: http://127.0.0.1:${port}/${release}.tar.gz`);
  };
  const krew = (...args: string[]) => run(krewProgram ?? '', args, { env });
  const plugin = (...args: string[]) =>
    hasKubectl
      ? run('kubectl', ['pullcheck', ...args], { env })
      : run(join(env['KREW_ROOT'] ?? '', 'bin/kubectl-pullcheck'), args, { env });

  /** Makes it the version that the index offers. */
  const publish = async (release: string) => {
    writeFileSync(join(folder, 'index/plugins/pullcheck.yaml'), manifest(release));
    const git = (...args: string[]) =>
      run('git', ['-C', join(folder, 'index'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        env,
      });
    await git('add', '-A');
    await git('commit', '--quiet', '-m', release);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pullcheck-krew-'));
    const bundle = await standalone(join(folder, 'bundle'), process.execPath);
    const node = {
      program: readFileSync(process.execPath),
      licence: Buffer.from('the licence of Node.js\n'),
    };
    const files = await contentsOf(host as Target, { bundle, node, hostNode: process.execPath });
    archive = join(folder, archiveName(host as Target, version));
    writeFileSync(archive, await archiveOf(host as Target, files, 1));
    server = createServer((_, response) => response.end(readFileSync(archive)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env = {
      PATH: [join(folder, 'krew/bin'), join(folder, 'path'), process.env['PATH'] ?? ''].join(delimiter),
      HOME: join(folder, 'home'),
      KREW_ROOT: join(folder, 'krew'),
      KREW_NO_UPGRADE_CHECK: '1',
      KREW_DEFAULT_INDEX_URI: join(folder, 'index'),
      GIT_CONFIG_GLOBAL: '/dev/null',
    };
    mkdirSync(join(folder, 'index/plugins'), { recursive: true });
    for (const name of ['home', 'path']) mkdirSync(join(folder, name));
    // the validator calls it as kubectl's plugin
    symlinkSync(krewProgram ?? '', join(folder, 'path/kubectl-krew'));
    await run('git', ['-C', join(folder, 'index'), 'init', '--quiet', '--initial-branch=master'], { env });
    await publish(version);
    await krew('update');
  }, 600_000);
  afterAll(() => {
    server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!hasKubectl)('validates the manifest as its index does, with the installation', async () => {
    const file = join(folder, 'pullcheck.yaml');
    writeFileSync(file, manifest(version));
    const { stderr } = await run(validator ?? '', ['-manifest', file], { env });
    expect(stderr).toContain('structural validation OK');
    expect(stderr).toMatch(
      /all spec\.platform.* installed fine|installed .* successfully|all \d+ spec\.platform/,
    );
  });

  it('installs the archive by --manifest and --archive; kubectl runs it; completion goes beside it; it is removed', async () => {
    const file = join(folder, 'pullcheck.yaml');
    writeFileSync(file, manifest(version));
    await krew('install', '--no-update-index', `--manifest=${file}`, `--archive=${archive}`);
    expect((await plugin('version', '--client')).stdout).toContain(`pullcheck ${version} `);
    const example = join(root, 'examples/port-mismatch.yaml');
    expect((await plugin('pod', '--from', example, '--exit-zero')).stdout).toContain(
      'pull-secret-registry-mismatch',
    );
    expect((await plugin('completion', '--install')).stdout).toContain(
      join(folder, 'krew/bin/kubectl_complete-pullcheck'),
    );
    expect((await plugin('completion', '--uninstall')).stdout).toMatch(/^removed /);
    await krew('uninstall', 'pullcheck');
    expect(readdirSync(join(folder, 'krew/bin'))).toEqual([]);
  });

  it('installs, upgrades and removes it from an index', async () => {
    await krew('install', 'pullcheck');
    expect((await krew('list')).stdout).toContain('pullcheck');
    await publish('99.0.0');
    await krew('upgrade', 'pullcheck');
    expect(readdirSync(join(folder, 'krew/store/pullcheck'))).toEqual(['v99.0.0']);
    expect((await plugin('version', '--client')).stdout).toContain('pullcheck ');
    await krew('uninstall', 'pullcheck');
    expect(existsSync(join(folder, 'krew/store/pullcheck'))).toBe(false);
  });
});
