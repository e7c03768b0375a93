import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../scripts/release/settings.ts';
import { root } from '../support/run-program.ts';

/**
 * The npm package of the built checkout, packed and installed as `npm i -g` does, with no registry
 * in reach.
 */
const folder = mkdtempSync(join(tmpdir(), 'pullcheck-npm-'));
const prefix = join(folder, 'prefix');
const home = join(prefix, 'lib/node_modules/kubectl-pullcheck');
let packed: readonly string[];
let archive: string;

const npm = (...args: string[]) =>
  execFileSync(
    'npm',
    [...args, '--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

beforeAll(() => {
  const [result] = JSON.parse(npm('pack', '--json', '--pack-destination', folder)) as {
    filename: string;
    files: { path: string }[];
  }[];
  packed = result?.files.map(({ path }) => path) ?? [];
  archive = join(folder, result?.filename ?? '');
  npm('install', '--global', '--prefix', prefix, archive);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With the Node.js of the tests first on PATH, for the program's first line asks env for node. */
function run(...args: readonly string[]) {
  const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
  const program = join(prefix, 'bin/kubectl-pullcheck');
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { PATH, HOME: '' } });
}

describe('the npm package', () => {
  it('holds what the program reads, its licences, and nothing else', () => {
    const known = /^(dist\/|docs\/rules\/[\w-]+\.md$|schema\/[\w.-]+\.json$)/;
    expect(packed.filter((path) => !known.test(path)).sort()).toEqual([
      'LICENSE',
      'README.md',
      'bin/complete.js',
      'bin/load.js',
      'bin/run.js',
      'package.json',
    ]);
    expect(packed).toContain('dist/LICENSES-npm');
  });

  it('has types and entry points that resolve, as publint and attw see them', async () => {
    const { messages } = await publint({
      pack: { tarball: readFileSync(archive).buffer as ArrayBuffer },
    });
    expect(messages).toEqual([]);
    const { status, stdout } = spawnSync(
      join(root, 'node_modules/.bin/attw'),
      [
        archive,
        '--profile',
        'esm-only',
        '--entrypoints',
        '.',
        '--no-definitely-typed',
        '-f',
        'ascii',
        '--no-emoji',
      ],
      { encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining('node16 (from ESM)')]);
  }, 60_000);

  it('is one package: an install brings no other', () => {
    expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['kubectl-pullcheck']);
    expect(readdirSync(home)).not.toContain('node_modules');
  });

  it('runs, offline and outside of a checkout', () => {
    expect(run('version', '--client').stdout).toMatch(`pullcheck ${version} `);
    const diagnosis = run('pod', '--from', join(root, 'examples/port-mismatch.yaml'));
    expect([diagnosis.status, diagnosis.stderr]).toEqual([1, '']);
    expect(diagnosis.stdout).toContain('pull-secret-registry-mismatch (port)');
  });

  it('brings the client for a cluster along', () => {
    const { status, stderr } = run('pod', 'web', '--server', 'http://127.0.0.1:1');
    expect([status, stderr]).toEqual([3, expect.stringContaining('refused the connection')]);
  });

  it('explains every rule from its own pages', () => {
    const names = run('explain', '-o', 'name').stdout.trim().split('\n');
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) expect(packed).toContain(`docs/rules/${name}.md`);
    expect(run('explain', 'pull-secret-missing').stdout).toMatch('# pull-secret-missing');
  });

  it('is a library, for JavaScript and for TypeScript, without any other types', async () => {
    const file = join(folder, 'use.ts');
    writeFileSync(
      file,
      `import { type PullError, parseImageReference } from '${join(home, 'dist/index.js')}';
const error: PullError | undefined = undefined;
export const parsed = [parseImageReference('registry.acme.io:5000/shop/api:1.4'), error];
`,
    );
    const strict = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--skipLibCheck',
      'false',
      '--types',
      '',
      '--ignoreConfig',
    ];
    const compiler = spawnSync(join(root, 'node_modules/.bin/tsc'), [...strict, file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([compiler.stdout, compiler.status]).toEqual(['', 0]);
    const { parsed } = (await import(file)) as { parsed: unknown };
    expect(parsed).toMatchObject([{ ok: true }, undefined]);
  });
});
