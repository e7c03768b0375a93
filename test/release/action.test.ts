import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tarGz } from '../../scripts/release/archive.ts';
import { root, version } from '../../scripts/release/settings.ts';
import { hostTarget, targets } from '../../scripts/release/targets.ts';
import { goTool } from '../support/go-tool.ts';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
}
interface Action {
  readonly inputs: Record<string, { readonly default?: string }>;
  readonly runs: { readonly steps: readonly Step[] };
}

const text = readFileSync(join(root, 'action.yml'), 'utf8');
const action = parse(text) as Action;
const { steps } = action.runs;

describe('action.yml', () => {
  const validator = join(root, 'node_modules/.bin/action-validator');
  const validate = (file: string) => execFileSync(validator, [file], { cwd: root, stdio: 'pipe' });

  it('is valid by the schema of GitHub, which it is not with a misspelt key', () => {
    validate('action.yml');
    const file = join(mkdtempSync(join(tmpdir(), 'pullcheck-action-')), 'action.yml');
    writeFileSync(file, text.replace('using: composite', 'using: composit'));
    expect(() => validate(file)).toThrow('action-validator');
  });

  it('pins every action by its commit', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w/-]+@[0-9a-f]{40}$/);
  });

  it('puts no input into a script, where it would be code', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });
});

const actionlint = await goTool('github.com/rhysd/actionlint/cmd/actionlint@v1.7.12');

it.skipIf(actionlint === null)('actionlint finds nothing', () => {
  const lint = (file: string, edited = (workflow: string) => workflow) => {
    const path = `.github/workflows/${file}`;
    const input = edited(readFileSync(join(root, path), 'utf8'));
    const args = ['-shellcheck=', '-pyflakes=', '-stdin-filename', path, '-'];
    return spawnSync(actionlint ?? '', args, { cwd: root, encoding: 'utf8', input }).stdout;
  };
  for (const file of ['ci.yml', 'release.yml']) expect(lint(file)).toBe('');
  expect(lint('ci.yml', (ci) => ci.replace('manifests: examples', 'manifest: examples'))).toContain(
    'input "manifest" is not defined in action "kubectl pullcheck"',
  );
});

const host = hostTarget();

describe.skipIf(host === undefined || host.os === 'windows')('a job with the action', () => {
  let server: Server;
  let archive: Buffer;

  beforeAll(async () => {
    const script = `#!/bin/sh\nexec '${join(root, 'bin/kubectl-pullcheck')}' "$@"\n`;
    archive = await tarGz(
      [{ path: 'kubectl-pullcheck', content: Buffer.from(script), executable: true }],
      new Date(0),
    );
    server = createServer((_, response) => response.end(archive));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  /**
   * The action as it is downloaded: its scripts, and the manifest of the release with the archive
   * of the local server.
   */
  function downloaded(sha256 = createHash('sha256').update(archive).digest('hex')): string {
    const folder = mkdtempSync(join(tmpdir(), 'pullcheck-action-'));
    execFileSync('cp', ['-r', '--parents', 'scripts/action', folder], { cwd: root });
    const { port } = server.address() as AddressInfo;
    const manifest = readFileSync(join(root, 'krew-manifest.yaml'), 'utf8')
      .replaceAll(/uri: .*\/(.*)/g, `uri: http://127.0.0.1:${port}/$1`)
      .replaceAll(/sha256: .*/g, `sha256: "${sha256}"`);
    writeFileSync(join(folder, 'krew-manifest.yaml'), manifest);
    return folder;
  }

  /**
   * Runs the steps as a runner does: one after the other, with what the ones before left in its
   * files.
   */
  async function job(inputs: Record<string, string>, { folder = downloaded(), runner = {} } = {}) {
    const temporary = mkdtempSync(join(tmpdir(), 'pullcheck-job-'));
    const [paths, outputs] = ['path', 'output'].map((name) => join(temporary, name)) as [string, string];
    for (const file of [paths, outputs]) writeFileSync(file, '');
    const given = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? '';
    let log = '';
    let code: number | null = 0;
    for (const step of steps) {
      if (step.run === undefined || code !== 0) continue;
      if (step.if === "inputs.install != 'none'" && given('install') === 'none') continue;
      const env: Record<string, string> = {
        HOME: process.env['HOME'] ?? '',
        PATH: [...readFileSync(paths, 'utf8').trim().split('\n'), process.env['PATH']].join(delimiter),
        RUNNER_OS: host?.os === 'darwin' ? 'macOS' : 'Linux',
        RUNNER_ARCH: host?.arch === 'arm64' ? 'ARM64' : 'X64',
        RUNNER_TEMP: temporary,
        GITHUB_ACTION_PATH: folder,
        GITHUB_PATH: paths,
        GITHUB_OUTPUT: outputs,
        ...runner,
      };
      for (const [name, value] of Object.entries(step.env ?? {}))
        env[name] = value.replace(/^\$\{\{ inputs\.(\w+) \}\}$/, (_, input: string) => given(input));
      const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
        env,
        cwd: temporary,
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          log += chunk.toString();
        });
      code = await new Promise((resolve) => child.on('close', resolve));
    }
    const sarif = /^sarif=(.*)$/m.exec(readFileSync(outputs, 'utf8'))?.[1];
    return { log, code, temporary, path: readFileSync(paths, 'utf8').trim(), sarif };
  }

  const sound = join(root, 'examples/sound.yaml');
  const failing = () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pullcheck-job-')), "a 'b' $(c).yaml");
    writeFileSync(file, readFileSync(sound, 'utf8').replace('/pause:', '/Pause:'));
    return file;
  };

  it('installs the archive of the release and judges with it', async () => {
    const { log, code, path } = await job({ manifests: sound, arguments: `--from=${sound}` });
    expect([code, log]).toEqual([0, expect.not.stringContaining('::error')]);
    expect(path).toMatch(new RegExp(`/kubectl-pullcheck-${version}$`));
  });

  it('annotates a failing image, fails, and leaves SARIF where it is asked for', async () => {
    const manifests = failing();
    const inputs = { manifests, namespace: 'shop', arguments: `\n--from=${sound}\n\n--color=never\n` };
    const { log, code, sarif } = await job(inputs);
    expect([code, sarif]).toEqual([1, undefined]);
    expect(log).toMatch(/^::error file=.*line=15,col=\d+,title=deployment\/pause in shop/m);
    const second = await job({ ...inputs, sarif: 'true' });
    expect([second.code, second.log]).toEqual([1, log]);
    expect(JSON.parse(readFileSync(second.sarif ?? '', 'utf8'))).toMatchObject({
      runs: [{ results: [{ ruleId: 'image-reference-invalid' }] }],
    });
  });

  it('leaves no SARIF where nothing could be judged', async () => {
    const { code, sarif, log } = await job({ manifests: '/nowhere', sarif: 'true' });
    expect([code, sarif]).toEqual([3, undefined]);
    expect(log.trim().split('\n')).toHaveLength(1);
  });

  it('installs nothing with another checksum, for another platform or by another way', async () => {
    const spoilt = await job({ manifests: sound }, { folder: downloaded('0'.repeat(64)) });
    expect([spoilt.code, spoilt.path]).toEqual([1, '']);
    expect(spoilt.log).toMatch(/^::error .* has the checksum [0-9a-f]{64}, not 0{64}$/m);
    const other = await job({ manifests: sound }, { runner: { RUNNER_OS: 'Linux', RUNNER_ARCH: 'ARM' } });
    expect([other.code, other.path]).toEqual([1, '']);
    expect(other.log).toContain("there is no archive for linux/ARM: with 'install: npm'");
    expect((await job({ manifests: sound, install: 'brew' })).log).toContain('not brew');
  });

  it('takes the npm package of the same version', async () => {
    const path = mkdtempSync(join(tmpdir(), 'pullcheck-npm-'));
    writeFileSync(join(path, 'npm'), '#!/bin/sh\necho "npm $*"\n');
    chmodSync(join(path, 'npm'), 0o755);
    const PATH = [path, join(root, 'bin'), process.env['PATH']].join(delimiter);
    const { log, code } = await job(
      { manifests: sound, install: 'npm', arguments: `--from=${sound}` },
      { runner: { PATH } },
    );
    expect([code, log]).toEqual([0, expect.stringMatching(/^npm install --global .* kubectl-pullcheck@/)]);
    expect(log).toContain(`kubectl-pullcheck@${version}`);
  });

  it.each(targets)('finds the archive for $os/$arch', async ({ os, arch }) => {
    const names = { linux: 'Linux', darwin: 'macOS', windows: 'Windows' };
    const runner = { RUNNER_OS: names[os], RUNNER_ARCH: arch === 'arm64' ? 'ARM64' : 'X64' };
    const { log } = await job({ manifests: sound }, { folder: downloaded('0'.repeat(64)), runner });
    expect(log).toContain(`kubectl-pullcheck_${version}_${os}_${arch}.`);
  });
});
