import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { root, runProgram } from './support/run-program.ts';

const text = (name: string) => readFileSync(join(root, name), 'utf8');

interface Job {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: { readonly spec: { readonly containers: readonly { readonly args: string[] }[] } };
      };
    };
  };
}

describe('the Containerfile', () => {
  const lines = text('Containerfile').split('\n');

  it('names its base by digest and no root user', () => {
    expect(lines.filter((line) => line.startsWith('FROM'))).toEqual([
      expect.stringMatching(/^FROM \S+:nonroot@sha256:[0-9a-f]{64}$/),
    ]);
    expect(lines).toContain('USER 65532:65532');
  });

  it('copies what the program needs, and it runs from a folder that cannot be written', () => {
    const place = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    for (const line of lines.filter((one) => one.startsWith('COPY'))) {
      const words = line.split(' ').slice(1);
      const to = words.pop() ?? '';
      for (const from of words) {
        const target = to.endsWith('/') ? join(place, to, from.split('/').at(-1) ?? '') : join(place, to);
        mkdirSync(dirname(target), { recursive: true });
        cpSync(join(root, from), target, { recursive: true });
      }
    }
    chmodSync(place, 0o555);
    const entry = lines.find((line) => line.startsWith('ENTRYPOINT'))?.slice('ENTRYPOINT '.length) ?? '';
    const [node, script = ''] = JSON.parse(entry) as string[];
    expect(node).toBe('/nodejs/bin/node');
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [script.replace('/pullcheck', place), ...args], {
        encoding: 'utf8',
        env: {},
      });
    const told = run('pod', '--from', join(root, 'examples/port-mismatch.yaml'), '-o', 'prometheus');
    expect(told.stderr).toBe('');
    expect(told.stdout).toContain('pullcheck_images_failing{');
    expect(run('explain', 'no-pull-secret').stdout).toContain('no-pull-secret');
  });
});

describe('docs/cronjob.yaml', () => {
  const objects = parseAllDocuments(text('docs/cronjob.yaml')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as { readonly kind: string };
  });
  const job = objects.find(({ kind }) => kind === 'CronJob') as unknown as Job;
  const [container] = job.spec.jobTemplate.spec.template.spec.containers;

  it('runs a command line that the program takes', async () => {
    const place = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    const args = (container?.args ?? []).map((arg) => arg.replace('=/metrics', `=${place}`));
    const run = await runProgram([...args, '--from', 'examples/port-mismatch.yaml']);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: '' });
    expect(readFileSync(join(place, 'pullcheck.prom'), 'utf8')).toContain('pullcheck_images_failing{');
  });

  it('is a workload that manifest judges, without a root user', async () => {
    const run = await runProgram([
      'manifest',
      'docs/cronjob.yaml',
      '-o',
      'json',
      '--from',
      'docs/cronjob.yaml',
    ]);
    expect(run.stdout).toContain('registry.example.com/pullcheck');
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
  });
});

it('the alerts use metrics that there are', () => {
  const rules = (
    parse(text('docs/alerts.yaml')) as { groups: { rules: { expr: string }[] }[] }
  ).groups.flatMap((group) => group.rules);
  const named = new Set(rules.flatMap(({ expr }) => expr.match(/pullcheck_\w+/g) ?? []));
  const written = text('src/report/prometheus.ts');
  expect(named.size).toBe(5);
  for (const name of named) expect(written).toContain(`'${name}'`);
});
