import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';
import { readInput } from '../../../src/sources/files/read-input.ts';
import { captureObjects } from '../../support/captures.ts';
import { diagnoseAll } from '../../support/collected.ts';
import { tar } from '../../support/tar.ts';

const objects = captureObjects('repo-missing');
const namespace = objects.find(({ kind }) => kind === 'Pod')?.metadata.namespace ?? '';
const of = (kind: string) => objects.filter((object) => object.kind === kind);
const pods = of('Pod');
const occasion = { source: 'file', observedAt: '2026-11-21T01:00:00Z' } as const;

/** Typed lists leave the kind of their items out. */
const typed = (kind: string, items: readonly KubeObject[]) =>
  JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: {}, items: items.map(bare) }, null, 4);
const bare = ({ kind: _, apiVersion: __, ...rest }: KubeObject) => rest;

const log =
  'GET /a {"broken": [\n{ "kind": "Pod", "metadata": {"name": "ghost"} }\n==== END logs for nothing ====\n';

const dump = {
  'nodes.json': typed('Node', of('Node')),
  [`${namespace}/pods.json`]: typed('Pod', pods),
  [`${namespace}/events.json`]: typed('Event', of('Event')),
  [`${namespace}/deployments.json`]: typed('Deployment', []),
  [`${namespace}/web/logs.txt`]: log,
};

const bundleFiles = (list: (kind: string, items: readonly KubeObject[]) => string) => ({
  'version.yaml': 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec: {versionNumber: "1"}\n',
  'cluster-resources/nodes.json': list('Node', of('Node')),
  [`cluster-resources/pods/${namespace}.json`]: list('Pod', pods),
  [`cluster-resources/events/${namespace}.json`]: list('Event', of('Event')),
  [`cluster-resources/serviceaccounts/${namespace}.json`]: list('ServiceAccount', of('ServiceAccount')),
  'cluster-resources/pods-errors.json': '{"kube-system": "forbidden"}',
  [`cluster-resources/image-pull-secrets/${namespace}/regcred.json`]:
    '{"registry.acme.test": {"username": "a"}}',
  [`cluster-resources/pods/logs/${namespace}/web.log`]: log,
  'host-collectors/output.json': '{"cut": ',
});

const bundles = {
  today: bundleFiles(typed),
  'of arrays': bundleFiles((_, items) => JSON.stringify(items.map(bare))),
};

function written(files: Readonly<Record<string, string>>, below = '.'): string {
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, below, name)), { recursive: true });
    writeFileSync(join(folder, below, name), content);
  }
  return folder;
}

const nothing = Readable.from([]);

/** The causes of the Pods, and whether their secrets count as read. */
async function judged(path: string, input: Readable = nothing) {
  const reader = offlineReader(await readInput(path, input));
  const [pod] = await diagnoseAll(reader, pods, occasion);
  return {
    causes: pod?.images.map((image) => image.cause),
    secrets: [...new Set(pod?.evidence.secrets.map(({ secret }) => secret.status))],
    account: pod?.evidence.serviceAccount.status,
    node: pod?.evidence.node.status,
  };
}

const seen = { causes: ['image-not-found'], secrets: ['failed'], node: 'found' };

describe('kubectl cluster-info dump', () => {
  it('a folder', async () => {
    expect(await judged(written(dump))).toEqual({ ...seen, account: 'failed' });
  });

  it('a stream, with logs between the documents', async () => {
    const head = `==== START logs for container app of pod ${namespace}/web ====\n`;
    const tail = `==== END logs for container app of pod ${namespace}/web ====\n`;
    const documents = Object.entries(dump).filter(([name]) => name.endsWith('.json'));
    const stream = [...documents.map(([, content]) => `${content}\n`), head, log, tail, head, log].join('');
    expect(await judged('-', Readable.from([Buffer.from(stream)]))).toEqual({ ...seen, account: 'failed' });
    const names = (await readInput('-', Readable.from([Buffer.from(stream)]))).map(
      (one) => one.metadata.name,
    );
    expect(names).not.toContain('ghost');
  });
});

describe.each(Object.entries(bundles))('a support bundle %s', (_, files) => {
  it('unpacked', async () => {
    expect(await judged(written(files, 'bundle'))).toEqual({ ...seen, account: 'found' });
  });

  it('packed', async () => {
    const entries = Object.entries(files).map(([path, content]) => ({ path: `bundle/${path}`, content }));
    const bytes = gzipSync(tar(entries));
    expect(await judged('-', Readable.from([bytes]))).toEqual({ ...seen, account: 'found' });
    const folder = written({});
    writeFileSync(join(folder, 'bundle.tar.gz'), bytes);
    expect(await judged(join(folder, 'bundle.tar.gz'))).toEqual({ ...seen, account: 'found' });
    expect(readdirSync(folder)).toEqual(['bundle.tar.gz']);
  });
});

describe('a Secret without its content is unknown', () => {
  const uid = '5bfc3572-2beb-44ef-a80d-42f3e121ceaf';
  const secret = (rest: object) => ({
    kind: 'Secret',
    metadata: { name: 'regcred', namespace: 'shop', uid },
    type: 'kubernetes.io/dockerconfigjson',
    ...rest,
  });
  const pod: KubeObject = {
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'app', image: 'acme/api' }], imagePullSecrets: [{ name: 'regcred' }] },
  };

  it.each([
    ['no data', secret({})],
    ['emptied', secret({ data: { '.dockerconfigjson': '' } })],
    ['hidden', secret({ data: { '.dockerconfigjson': '***HIDDEN***' } })],
    [
      'a manifest, hidden',
      secret({ metadata: { name: 'regcred', namespace: 'shop' }, data: { a: '<redacted>' } }),
    ],
  ])('%s', async (_, object) => {
    const [diagnosis] = await diagnoseAll(offlineReader([pod, object]), [pod], occasion);
    expect(diagnosis?.images[0]?.simulation.readings).toEqual([
      { secret: 'regcred', kind: 'failed', problem: 'the file holds it without its content' },
    ]);
    expect(diagnosis?.images[0]?.simulation.kind).toBe('undetermined');
  });
});

describe('links', () => {
  const outside = written({ 'pods.json': typed('Pod', pods), 'deep/events.json': typed('Event', []) });

  it.each([
    ['a file', 'pods.json', 'pods.json'],
    ['a folder', 'deep', 'more'],
  ])('to %s outside are refused', async (_, target, name) => {
    const folder = written({ 'nodes.json': typed('Node', []) });
    symlinkSync(join(outside, target), join(folder, name));
    await expect(readInput(folder, nothing)).rejects.toThrow(
      `${folder} holds a link that leads out of it: ${join(folder, name)}`,
    );
  });

  it('inside, to nowhere and to logs are passed over', async () => {
    const folder = written({ 'a/pods.json': typed('Pod', pods), 'a/web.log': log });
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    symlinkSync(join(folder, 'none.json'), join(folder, 'c.json'));
    symlinkSync(join(outside, 'pods.json'), join(folder, 'd.log'));
    expect((await readInput(folder, nothing)).length).toBe(pods.length);
    expect(existsSync(join(folder, 'c.json'))).toBe(false);
  });
});
