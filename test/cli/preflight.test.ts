import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folderOf } from '../api-client/folder.ts';
import { root, runProgram } from '../support/run-program.ts';
import { readSarif } from '../support/sarif.ts';
import { readCommands } from '../support/workflow-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const json = (value: unknown) => JSON.stringify(value);

const auths = (location: string) =>
  Buffer.from(json({ auths: { [location]: { username: 'ci', password: 'c0rrect-horse' } } })).toString(
    'base64',
  );
const secret = (name: string, location: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': auths(location) },
});
const template = (imagePullSecrets: readonly string[]) => ({
  spec: {
    imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
    containers: [{ name: 'app', image: 'registry.acme.io:5000/shop/api:1.4' }],
  },
});
const deployment = (spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec,
});
const account = (imagePullSecrets: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default' },
  imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
});
const listOf = (...items: readonly object[]) => json({ apiVersion: 'v1', kind: 'List', items });

/** Judges manifests against a cluster that is a file. */
async function judge(manifests: string, cluster: string, ...flags: readonly string[]) {
  const run = await runProgram(
    [
      'manifest',
      '-f',
      file('manifests.json', manifests),
      '--from',
      file('cluster.json', cluster),
      '-n',
      'shop',
      '-o',
      'json',
      ...flags,
    ],
    {},
  );
  const report = JSON.parse(run.stdout) as Report;
  return {
    run,
    report,
    findings: report.pods.flatMap((pod) => pod.images.flatMap((image) => image.findings)),
  };
}

describe('manifest', () => {
  it('names what would go wrong, as a preflight', async () => {
    const { run, report, findings } = await judge(
      listOf(deployment({ template: template(['regcred']) }), secret('regcred', 'registry.acme.io')),
      listOf(account([])),
    );
    expect(report.kind).toBe('PreflightReport');
    expect(report.pods).toMatchObject([
      { namespace: 'shop', name: 'web', owner: { kind: 'Deployment', name: 'web' } },
    ]);
    expect(findings[0]).toMatchObject({
      rule: 'pull-secret-registry-mismatch',
      severity: 'error',
      facts: { mismatch: 'port' },
    });
    expect(report.pods[0]?.images[0]).toMatchObject({ status: 'pending', cause: null });
    expect(report.summary.failing).toBe(1);
    expect(run.code).toBe(1);
  });

  it('Secrets and ServiceAccounts of the manifests win over those of the cluster', async () => {
    const cluster = listOf(
      { ...secret('regcred', 'registry.acme.io'), metadata: { name: 'regcred', namespace: 'shop' } },
      { ...account([]), metadata: { name: 'default', namespace: 'shop' } },
    );
    const own = listOf(
      deployment({ template: template([]) }),
      secret('regcred', 'registry.acme.io:5000'),
      account(['regcred']),
    );
    const { report, run } = await judge(own, cluster);
    expect(report.pods[0]?.images[0]?.simulation.offers).toMatchObject([
      { secret: 'regcred', entry: 'registry.acme.io:5000' },
    ]);
    expect(run.code).toBe(0);
  });

  it('an image without a secret is information, not an error: it may be public', async () => {
    const { findings, run } = await judge(
      listOf(deployment({ template: template([]) })),
      listOf({ ...account([]), metadata: { name: 'default', namespace: 'shop' } }),
    );
    expect(findings).toMatchObject([{ rule: 'no-pull-secret', severity: 'info', certainty: 'likely' }]);
    expect(run.code).toBe(0);
  });

  it('templates in CronJobs and custom resources count', async () => {
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: { jobTemplate: { spec: { template: template([]) } } },
    };
    const custom = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'canary', namespace: 'team' },
      spec: { template: template([]) },
    };
    const { report } = await judge(listOf(cron, custom), listOf(account([])));
    expect(report.pods.map(({ namespace, name, owner }) => [namespace, name, owner?.kind])).toEqual([
      ['shop', 'nightly', 'CronJob'],
      ['team', 'canary', 'Rollout'],
    ]);
  });

  it.each([
    ['no YAML', 'a: [b\nc: }', /neither JSON nor YAML/],
    [
      'a kind without a template',
      json({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }),
      /holds no Pod template/,
    ],
    [
      'a CRD',
      json({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'x' },
        spec: { names: {} },
      }),
      /holds no Pod template/,
    ],
    ['nothing', '', /is empty/],
  ])('%s: one line, exit 3', async (name, content, says) => {
    const path = file(`${name.replaceAll(' ', '-')}.yaml`, content);
    const run = await runProgram([
      'manifest',
      '-f',
      path,
      '--from',
      file('cluster.json', listOf(account([]))),
    ]);
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run).toMatchObject({ code: 3, stdout: '' });
  });

  it('takes -f more than once: a file without a template goes with those that have one', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: template([]).spec };
    const run = await runProgram([
      ...[
        'manifest',
        '-f',
        file('pod.yaml', json(pod)),
        '-f',
        file('account.yaml', json(account(['regcred']))),
      ],
      ...['--from', file('none.json', listOf()), '-o', 'json'],
    ]);
    const report = JSON.parse(run.stdout) as Report;
    expect(report.pods.map(({ name }) => name)).toEqual(['web']);
    expect(run.stdout).toContain('regcred');
  });

  it.each([
    [[], /^error: name the manifests: manifest -f FILE\|DIR\|-, or -k DIR/],
    [['a.yaml', '-f', 'b.yaml'], /^error: manifests come from one place/],
    [['-k', 'overlay', 'b.yaml'], /^error: manifests come from one place/],
    [['-f', ''], /^error: the name of the manifests is empty/],
    [['-f', '-', '-f', '-'], /^error: standard input can be read once: -f - was given twice/],
  ])('wants one place: %j', async (args, says) => {
    const run = await runProgram(['manifest', ...args]);
    expect(run.stderr).toMatch(says);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  it('says to render a template of Helm', async () => {
    const input = 'kind: Pod\nspec:\n  {{- if .Values.x }}\n  containers: []\n  {{- end }}\n';
    const run = await runProgram(['manifest', '-'], { input });
    expect(run.stderr).toBe(
      'error: standard input is a template that was not rendered: use helm template CHART | kubectl pullcheck manifest -f -\n',
    );
    expect(run).toMatchObject({ code: 3, stdout: '' });
  });

  it('takes a kustomization by the kubectl that called it', async () => {
    const folder = folderOf({
      kubectl: '#!/bin/sh\n[ "$*" = "kustomize -- overlay" ] || exit 9\ncat manifest.yaml\n',
      'manifest.yaml': `kind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: app, image: "reg.example.com/a:1"}]}\n`,
      'none.yaml': 'kind: List\nitems: []\n',
    });
    const run = (kubectl: string) =>
      runProgram(['manifest', '-k', 'overlay', '--from', join(folder, 'manifest.yaml'), '-o', 'json'], {
        cwd: folder,
        env: { KUBECTL_PATH: kubectl },
      });
    const report = JSON.parse((await run(join(folder, 'kubectl'))).stdout);
    expect(report.pods[0].images[0].image).toBe('reg.example.com/a:1');
    expect(await run('/nowhere/kubectl')).toMatchObject({
      code: 3,
      stderr: 'error: overlay: kubectl, which builds it, could not be started\n',
    });
  });
});

describe('image', () => {
  const cluster = () =>
    file(
      'image-cluster.json',
      listOf(
        { ...secret('regcred', 'registry.acme.io:5000'), metadata: { name: 'regcred', namespace: 'shop' } },
        { ...account(['regcred']), metadata: { name: 'default', namespace: 'shop' } },
      ),
    );

  it('tells which credentials would be sent', async () => {
    const run = await runProgram([
      'image',
      'registry.acme.io:5000/shop/api:1.4',
      '-n',
      'shop',
      '--from',
      cluster(),
    ]);
    expect(run.stdout).toContain('would send  Secret regcred, entry registry.acme.io:5000, user ci');
    expect(run.code).toBe(0);
  });

  it('names a secret that is not there', async () => {
    const run = await runProgram([
      'image',
      'registry.acme.io:5000/shop/api:1.4',
      '-n',
      'shop',
      '--secret',
      'gone',
      '--from',
      cluster(),
    ]);
    expect(run.stdout).toContain('  pull-secret-missing\n');
    expect(run.code).toBe(1);
  });

  it('points at the character that is no part of an image reference', async () => {
    const run = await runProgram(['image', 'registry.acme.io/Shop/api', '-n', 'shop', '--from', cluster()]);
    expect(run.stdout).toContain('  image-reference-invalid\n');
    expect(run.code).toBe(1);
  });
});

describe('places in manifests', () => {
  const cluster = () => file('empty-cluster.json', listOf(account([])));
  const manifest = [
    '# Source: shop/templates/web.yaml',
    'kind: Pod',
    'apiVersion: v1',
    'metadata: {name: web}',
    'spec:',
    '  initContainers: [{name: setup, image: "Setup:1"}]',
    '  containers:',
    '  - {name: app, image: registry.acme.io/A}',
    '  volumes:',
    '  - name: data',
    '    image:',
    '      reference: registry.acme.io/Data:1',
    '',
  ];
  const located = async (text: string, form: string) => {
    const path = file('located.yaml', text);
    const run = await runProgram(['manifest', path, '--from', cluster(), '-o', form]);
    expect([run.stderr, run.code]).toEqual(['', 1]);
    return { path, stdout: run.stdout };
  };

  it('are those of each image: volume, init container, container', async () => {
    const { path, stdout } = await located(manifest.slice(1).join('\n'), 'github');
    expect(readCommands(stdout).map(({ place }) => place)).toEqual([
      `${path}:11:18`,
      `${path}:5:41`,
      `${path}:7:24`,
    ]);
    const { stdout: json } = await located(manifest.slice(1).join('\n'), 'json');
    const { pods } = JSON.parse(json) as Report;
    expect(pods[0]?.images[0]?.location).toEqual({ path, line: 11, column: 18, template: null });
  });

  it("are the template's where Helm rendered it", async () => {
    const { stdout } = await located(manifest.join('\n'), 'sarif');
    const places = readSarif(stdout).runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation);
    expect(places?.map((place) => place?.artifactLocation.uri)).toEqual(
      Array(3).fill('shop/templates/web.yaml'),
    );
    expect(stdout).toContain('"helpUri": "https://github.com/');
  });
});

describe('a workload without Pods', () => {
  it('is judged by its template', async () => {
    const objects = listOf(
      {
        ...deployment({ selector: { matchLabels: { app: 'web' } }, template: template(['regcred']) }),
        metadata: { name: 'web', namespace: 'shop', uid: 'u' },
      },
      { ...secret('regcred', 'registry.acme.io'), metadata: { name: 'regcred', namespace: 'shop' } },
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'other', namespace: 'shop' } },
    );
    const run = await runProgram(['deploy/web', '--from', file('workload.json', objects)]);
    expect(run.stdout).toContain('deployment/web in shop, preflight');
    expect(run.stdout).toContain('  pull-secret-registry-mismatch (port)\n');
    expect(run.code).toBe(1);
  });
});

it('the examples of the README run', async () => {
  const run = await runProgram(['pod', '--from', join(root, 'examples/port-mismatch.yaml')]);
  const readme = await import('node:fs/promises').then((fs) => fs.readFile(join(root, 'README.md'), 'utf8'));
  for (const line of run.stdout.trimEnd().split('\n')) expect(readme).toContain(line);
});
