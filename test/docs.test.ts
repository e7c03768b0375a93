import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { marked, type Tokens } from 'marked';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { has } from './support/go-tool.ts';
import { type LivingCluster, startLiving } from './support/living-cluster.ts';
import { root } from './support/run-program.ts';

const text = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = [...globSync('docs/*.md', { cwd: root }), 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'];

const blocksOf = (path: string) =>
  marked.lexer(text(path)).filter((token): token is Tokens.Code => token.type === 'code');
const yamlOf = (path: string) =>
  blocksOf(path)
    .filter(({ lang }) => lang === 'yaml')
    .map(({ text }) => text);

describe.each(pages)('%s', (page) => {
  it('links to files that are there', () => {
    const links = [...text(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const files = links.filter((link) => !/^\w+:/.test(link));
    expect(files.filter((file) => !existsSync(join(root, dirname(page), file)))).toEqual([]);
  });

  it('names tests that are there', () => {
    const tests = [...text(page).matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);
    const made = 'test/rules/some-bad-state.test.ts';
    expect(tests.filter((file) => file !== made && !existsSync(join(root, file)))).toEqual([]);
  });

  it('has YAML that parses', () => {
    for (const block of yamlOf(page))
      expect(parseAllDocuments(block).flatMap(({ errors }) => errors)).toEqual([]);
  });
});

const hasJq = has('jq', '--version');

describe('docs/ci.md', () => {
  let cluster: LivingCluster;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: 'shop', name: 'default' },
    };
    cluster = await startLiving([account]);
    folder = mkdtempSync(join(tmpdir(), 'pullcheck-ci-'));
    for (const name of ['deploy', 'programs']) mkdirSync(join(folder, name));
    const kubeconfig = {
      clusters: [{ name: 'a', cluster: { server: cluster.url } }],
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      'current-context': 'a',
    };
    writeFileSync(join(folder, 'config'), JSON.stringify(kubeconfig));
    manifests();
    // what a pipeline has beside the program, as far as the commands of the page need it
    const programs = {
      helm: '[ "$1 $2 $3" = "template web ./chart" ] && cat deploy/pause.yaml',
      kubectl:
        'case $1 in pullcheck) shift; exec kubectl-pullcheck "$@";; kustomize) cat deploy/pause.yaml;; esac',
      npm: '[ "$*" = "install -g kubectl-pullcheck" ]',
    };
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(folder, 'programs', name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'programs', name), 0o755);
    }
    env = {
      PATH: [join(folder, 'programs'), join(root, 'bin'), process.env['PATH']].join(delimiter),
      HOME: folder,
      KUBECONFIG: join(folder, 'config'),
    };
  });
  afterAll(() => cluster.close());

  const manifests = (edited = (manifest: string) => manifest) =>
    writeFileSync(join(folder, 'deploy/pause.yaml'), edited(text('examples/sound.yaml')));
  const run = (script: string) =>
    promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], { cwd: folder, env });
  const yaml = (word: string) => parse(yamlOf('docs/ci.md').find((block) => block.includes(word)) ?? '');
  const scripts = blocksOf('docs/ci.md').filter(({ lang }) => lang === 'sh');

  it.for(scripts.map(({ text: script }) => script))('runs %j', async (script, { skip }) => {
    skip(script.includes('jq ') && !hasJq, 'there is no jq');
    expect((await run(script)).stderr).toBe('');
  });

  it.skipIf(!hasJq)("has GitLab's report of file and line", async () => {
    manifests((manifest) => manifest.replace('/pause:', '/Pause:'));
    await run(scripts.find(({ text: script }) => script.startsWith('kubectl-pullcheck'))?.text ?? '');
    manifests();
    expect(JSON.parse(readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8'))).toEqual([
      {
        description: expect.stringContaining('is not an image reference'),
        check_name: 'image-reference-invalid',
        fingerprint: expect.stringMatching(/^[\w+/=]+$/),
        severity: 'major',
        location: { path: 'deploy/pause.yaml', lines: { begin: 15 } },
      },
    ]);
  });

  it('has a job for GitLab whose commands run', async () => {
    const { pullcheck } = yaml('artifacts:') as {
      pullcheck: { script: string[]; artifacts: { reports: { junit: string } } };
    };
    await run(pullcheck.script.join('\n'));
    expect(existsSync(join(folder, pullcheck.artifacts.reports.junit))).toBe(true);
  });

  it('gives the action inputs that it has', async () => {
    const { steps } = yaml('actions/checkout') as {
      steps: { run?: string; with?: Record<string, string> }[];
    };
    const { inputs } = parse(text('action.yml')) as { inputs: object };
    const given = steps.find((step) => step.with !== undefined)?.with ?? {};
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    await run(steps.find((step) => step.run !== undefined)?.run ?? '');
    expect(existsSync(join(folder, given['manifests'] ?? ''))).toBe(true);
  });

  it('names a hook of .pre-commit-hooks.yaml, whose command line runs', async () => {
    const { repos } = yaml('repos:') as { repos: { hooks: { id: string; args: string[] }[] }[] };
    const hooks = parse(text('.pre-commit-hooks.yaml')) as { id: string; entry: string }[];
    const [hook] = repos.flatMap((repo) => repo.hooks);
    for (const { entry } of hooks) await run(`${entry} ${hook?.args.join(' ')}`);
    expect(hooks.map(({ id }) => id)).toContain(hook?.id);
  });

  it('has a hook for Argo CD whose command line runs', async () => {
    const job = yaml('argocd.argoproj.io/hook') as {
      spec: { template: { spec: { containers: { args: string[] }[] } } };
    };
    const [container] = job.spec.template.spec.containers;
    const { stdout } = await run(`kubectl-pullcheck ${container?.args.join(' ')}`);
    expect(stdout).toContain('registry.acme.io/shop/api:1.4');
  });
});
