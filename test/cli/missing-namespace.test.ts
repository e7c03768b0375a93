import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { statusOf } from '../support/api-objects.ts';
import { type ApiServer, answerRight, startApi } from '../support/api-server.ts';
import { runProgram } from '../support/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const manifest = join(folder, 'web.yaml');
writeFileSync(
  manifest,
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.acme.io/shop/api:1' }] } } },
  }),
);
const empty = join(folder, 'empty.yaml');
writeFileSync(empty, '\n');

const object = (kind: string, name: string, namespace?: string) =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }) as KubeObject;
const objects = [
  ...['shop', 'default'].map((name) => object('Namespace', name)),
  object('ServiceAccount', 'default', 'shop'),
];

/** Every way to name a namespace. */
const commands: readonly (readonly string[])[] = [
  ['pod'],
  ['pod', 'web'],
  ['pod', '-l', 'app=web'],
  ['deployment'],
  ['deployment', 'web'],
  ['statefulset', 'web'],
  ['daemonset', 'web'],
  ['replicaset', 'web'],
  ['job', 'web'],
  ['cronjob', 'web'],
  ['secret'],
  ['secret', 'regcred'],
  ['image', 'registry.acme.io/shop/api:1'],
  ['image', 'registry.acme.io/shop/api:1', '--secret', 'regcred'],
  ['manifest', '-f', manifest],
  ['collect', 'pod'],
  ['collect', 'pod', 'web'],
  ['verify', 'pod', 'web'],
];

let open: ApiServer;
let closed: ApiServer;
const run = (api: ApiServer, args: readonly string[]) =>
  runProgram([...args, '--server', api.url], { env: { KUBECONFIG: '/dev/null' } });

beforeAll(async () => {
  open = await startApi(objects, answerRight, { protocol: 'http' });
  closed = await startApi(
    objects,
    ({ response, right }) => {
      const forbidden = right.what.includes('namespaces');
      response.writeHead(forbidden ? 403 : right.code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(forbidden ? statusOf(403, 'Forbidden', 'forbidden') : right.body));
    },
    { protocol: 'http' },
  );
});
afterAll(() => {
  open.close();
  closed.close();
});

describe('a namespace that does not exist', () => {
  it.each(commands.map((words) => [words.join(' '), words] as const))(
    'is one line and exit 3: %s',
    async (_, words) => {
      const { code, stdout, stderr } = await run(open, [...words, '-n', 'shopp']);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(/^[^\n]*namespace shopp does not exist; near names: shop\n$/);
    },
  );

  it.each(commands.map((words) => [words.join(' '), words] as const))(
    'is not said of one that may not be read: %s',
    async (_, words) => {
      const { stdout, stderr } = await run(closed, [...words, '-n', 'shopp']);
      expect(`${stdout}${stderr}`).not.toMatch(/namespace shopp does not exist/);
    },
  );

  it('is not said of one that the manifests hold', async () => {
    const both = join(folder, 'both.yaml');
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shopp' } };
    const pod = { spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } };
    const web = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, ...pod };
    writeFileSync(both, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [namespace, web] }));
    const { code, stderr } = await run(open, ['manifest', '-f', both, '-n', 'shopp']);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is not said of one without Pods', async () => {
    const { code, stdout } = await run(open, ['pod', '-n', 'shop']);
    expect([code, stdout]).toEqual([0, 'no Pod matches in namespace shop (0 Pods scanned)\n']);
    expect((await run(open, ['image', 'nginx:1.27', '-n', 'shop'])).code).toBe(0);
  });
});

describe('an empty file', () => {
  it.each(
    [
      ['pod', '--from', empty],
      ['deployment', 'web', '--from', empty],
      ['secret', '--from', empty],
      ['image', 'nginx', '--from', empty],
      ['manifest', '-f', empty],
      ['collect', 'pod', '--from', empty],
    ].map((words) => [words.join(' ').replace(folder, ''), words] as const),
  )('is one line and exit 3: %s', async (_, words) => {
    const { code, stdout, stderr } = await runProgram(words, { env: { KUBECONFIG: '/dev/null' } });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toBe(`error: ${empty} is empty\n`);
  });
});
