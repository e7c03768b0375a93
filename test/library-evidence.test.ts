import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { diagnose, evidenceFrom, readPod, renderReport, reportOf } from '../src/index.ts';

import type { KubeObject, Resource } from '../src/objects/object-reader.ts';
import { resourceTypes } from '../src/objects/resources.ts';
import { apiAnswer } from './support/api-objects.ts';
import { root } from './support/run-program.ts';

const capture = (name: string): { items: KubeObject[] } =>
  JSON.parse(readFileSync(join(root, `test/fixtures/captures/${name}.json`), 'utf8'));
const podOf = ({ items }: { items: KubeObject[] }) => {
  const pod = items.find(({ kind }) => kind === 'Pod');
  return { namespace: pod?.metadata.namespace ?? '', name: pod?.metadata.name ?? '' };
};
const causes = (evidence: Parameters<typeof diagnose>[0]) =>
  diagnose(evidence).images.map(({ cause }) => cause);

describe('evidenceFrom', () => {
  it.each([
    ['wrong-host-in-secret', 'pull-secret-registry-mismatch'],
    ['tag-typo', 'image-not-found'],
  ])('%s: %s', async (name, cause) => {
    const recording = capture(name);
    expect(causes(await evidenceFrom(recording))).toEqual([cause]);
    expect(causes(await evidenceFrom(recording.items, podOf(recording)))).toEqual([cause]);
  });

  it('takes lists of client-node, whose items say no kind and whose times are Dates', async () => {
    const { items } = capture('wrong-host-in-secret');
    const lists = Object.values(Object.groupBy(items, ({ kind }) => kind ?? '')).map((group = []) => ({
      kind: `${group[0]?.kind}List`,
      apiVersion: group[0]?.apiVersion,
      items: group.map(({ kind: _, apiVersion: __, ...object }) => ({
        ...object,
        metadata: { ...object.metadata, creationTimestamp: new Date(object.metadata.creationTimestamp ?? 0) },
      })),
    }));
    expect(causes(await evidenceFrom(lists))).toEqual(['pull-secret-registry-mismatch']);
  });

  it('throws a RangeError where the Pod is not there, or is one of several', async () => {
    const both = [...capture('tag-typo').items, ...capture('wrong-host-in-secret').items];
    await expect(evidenceFrom([])).rejects.toThrow(new RangeError('the objects hold no such Pod'));
    await expect(evidenceFrom(both)).rejects.toThrow(
      new RangeError('the objects hold 2 such Pods: name one'),
    );
  });
});

/**
 * An API server for client-node, which asks for the resources of a group first; `deny` names what
 * is forbidden.
 */
async function serve(objects: readonly KubeObject[], deny: readonly Resource[] = []): Promise<KubeConfig> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const group = /^\/api\/v1$|^\/apis\/([^/]+)\/v1$/.exec(path);
    const forbidden = deny.some((resource) => path.split('/').includes(resource));
    const { code, body } =
      group !== null
        ? { code: 200, body: discovery(group[1] ?? '') }
        : forbidden
          ? { code: 403, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 403 } }
          : apiAnswer(objects, request.url ?? '');
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true },
    { name: 'jane' },
  );
  return kubeConfig;
}

const discovery = (group: string) => ({
  kind: 'APIResourceList',
  groupVersion: group === '' ? 'v1' : `${group}/v1`,
  resources: Object.entries(resourceTypes)
    .filter(([, type]) => type.group === group)
    .map(([name, { kind, namespaced }]) => ({ name, kind, namespaced, singularName: '', verbs: ['get'] })),
});

it('reportOf and renderReport give the forms of the program', async () => {
  const report = reportOf([diagnose(await evidenceFrom(capture('tag-typo')))], {
    version: '1.0.0',
    source: { kind: 'file', path: 'tag-typo.json' },
  });
  expect(report.summary.causes.map(({ rule }) => rule)).toEqual(['image-not-found']);
  expect(JSON.parse(renderReport(report, 'json'))).toEqual(report);
  expect(renderReport(report, 'markdown')).toContain('image-not-found');
  const text = renderReport(report, 'text');
  expect(text).toMatch(/✗ app {2}\S+ {2}ImagePullBackOff/);
  expect(text).not.toContain('\u001b');
  expect(renderReport(report, 'text', { width: 120 }).split('\n').length).toBeLessThan(
    text.split('\n').length,
  );
  expect(renderReport(report, 'text', { color: true })).toContain('\u001b[');
});

describe('readPod', () => {
  it('reads with a KubeConfig what the command line would', async () => {
    const recording = capture('wrong-host-in-secret');
    const evidence = await readPod(await serve(recording.items), podOf(recording));
    expect(causes(evidence)).toEqual(['pull-secret-registry-mismatch']);
    expect(evidence.events.status).toBe('found');
    expect(JSON.stringify(evidence)).not.toMatch(/dockerconfigjson":\s*"ey/);
  });

  it('tells what may not be read as denied', async () => {
    const recording = capture('wrong-host-in-secret');
    const evidence = await readPod(await serve(recording.items, ['secrets']), podOf(recording));
    expect(evidence.secrets.map(({ secret }) => secret.status)).toEqual(['denied']);
    const findings = diagnose(evidence).images.flatMap((image) => image.findings);
    expect(findings.filter(({ certainty }) => certainty === 'proven')).toEqual([]);
  });

  it.each([
    ['is not there', [], /^Pod shop\/web could not be read: not found$/],
    ['may not be read', ['pods'], /^Pod shop\/web could not be read: forbidden$/],
  ] as const)('throws where the Pod %s', async (_, deny, says) => {
    const kubeConfig = await serve([], deny);
    await expect(readPod(kubeConfig, { namespace: 'shop', name: 'web' })).rejects.toThrow(says);
  });

  it('throws where no API server answers, without words of the library', async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'c', server: 'http://127.0.0.1:1', skipTLSVerify: true },
      { name: 'jane', token: 's3cret' },
    );
    await expect(readPod(kubeConfig, { namespace: 'shop', name: 'web' })).rejects.toThrow(
      /^Pod shop\/web could not be read: the API server gave no answer \([\w ]+\)$/,
    );
  });
});

describe.skipIf(!existsSync(join(root, 'dist/index.js')))('examples/diagnose.mjs', () => {
  it('runs with the built package', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/kubectl-pullcheck'));
    writeFileSync(join(folder, 'diagnose.mjs'), readFileSync(join(root, 'examples/diagnose.mjs')));
    const file = join(root, 'test/fixtures/captures/wrong-host-in-secret.json');
    const { stdout } = await promisify(execFile)(process.execPath, ['diagnose.mjs', file], { cwd: folder });
    expect(stdout).toMatch(/^app \S+: pull-secret-registry-mismatch\n {2}.+ \(proven\)\n$/);
  });
});
