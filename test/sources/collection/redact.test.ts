import { describe, expect, it } from 'vitest';
import { readPullSecret } from '../../../src/kubelet/credentials/read-pull-secret.ts';
import { found } from '../../../src/model/observed.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { toSecret } from '../../../src/objects/secret.ts';
import { redact } from '../../../src/sources/collection/redact.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';
import { registryOf, shapeCount, shapedSecrets } from '../../offline/secret-shapes.ts';
import { collect, piecesOf, readerOf } from '../../support/collected.ts';
import { secretObject } from '../../support/objects.ts';

const occasion = { source: 'file', observedAt: '2026-03-05T12:00:00Z' } as const;

/** A Pod that lists the secret and wants an image of the registry. */
const podFor = (secret: string, image: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'shop', name: 'web' },
  spec: { containers: [{ name: 'app', image }], imagePullSecrets: [{ name: secret }] },
});

const readingOf = (object: KubeObject) =>
  JSON.parse(JSON.stringify(readPullSecret({ name: object.metadata.name, secret: found(toSecret(object)) })));

describe('a collected Secret', () => {
  it.each(shapedSecrets(shapeCount).map((one, index) => [one.shape, one, index] as const))(
    '%s: the same reading, no part of its credentials',
    async (_, { type, data, hidden }, index) => {
      const secret = secretObject('shop', 'pull', { type, data });
      const pod = podFor('pull', `${registryOf(index)}/shop/api:1.4`);
      const file = await collect(offlineReader([pod, secret]), [pod], occasion);
      const read = await readerOf(file).get('secrets', 'shop', 'pull');
      expect(readingOf(read.status === 'found' ? read.value : pod)).toEqual(readingOf(secret));

      const shown = piecesOf(file);
      const decoded = piecesOf(JSON.stringify(redact([secret]).map((one) => plainData(one))));
      const pieces = hidden.flatMap((value) => [...piecesOf(value)]);
      expect(pieces.filter((one) => shown.has(one) || decoded.has(one))).toEqual([]);
    },
  );

  it.each(shapedSecrets(shapeCount).map((one) => [one.shape, one] as const))(
    '%s: broken in the same way for those who do not know its annotation',
    (_, { type, data }) => {
      const secret = secretObject('shop', 'pull', { type, data });
      const [standIn] = redact([secret]);
      const { kind, keys, class: fault, why } = readingOf(secret);
      expect(readingOf(standIn ?? secret)).toMatchObject({
        kind,
        ...(keys === undefined ? {} : { keys }),
        ...(fault === undefined ? {} : { class: fault }),
        ...(why === undefined ? {} : { why }),
      });
    },
  );

  const plainData = (secret: KubeObject) =>
    Object.values(secret['data'] as Record<string, string>).map((value) =>
      Buffer.from(value, 'base64').toString(),
    );
});

describe('other objects', () => {
  it('a Pod keeps what pulls need, and nothing that may hold a secret', () => {
    const [pod] = redact([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          namespace: 'shop',
          name: 'web',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":1}' },
          managedFields: [
            { manager: 'kubectl', time: '2026-03-01T09:00:00Z', fieldsV1: { 'f:spec': { 'f:x': {} } } },
          ],
        },
        spec: {
          nodeName: 'worker-3',
          containers: [
            {
              name: 'app',
              image: 'nginx',
              command: ['run', '--password=p'],
              args: ['p'],
              env: [{ name: 'PASSWORD', value: 'p' }],
              livenessProbe: { exec: { command: ['p'] } },
              volumeMounts: [{ name: 'files', mountPath: '/p' }],
            },
          ],
          volumes: [
            { name: 'files', image: { reference: 'acme/files:1' } },
            { name: 'nfs', nfs: { server: 'p' } },
          ],
        },
        status: {
          phase: 'Running',
          containerStatuses: [
            { name: 'app', lastState: { terminated: { exitCode: 1, message: 'password is p' } } },
          ],
        },
      },
    ]);
    expect(pod).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace: 'shop',
        name: 'web',
        managedFields: [{ time: '2026-03-01T09:00:00Z', fieldsV1: { 'f:spec': {} } }],
      },
      spec: {
        nodeName: 'worker-3',
        containers: [{ name: 'app', image: 'nginx', volumeMounts: [{ name: 'files' }] }],
        volumes: [{ name: 'files', image: { reference: 'acme/files:1' } }, { name: 'nfs' }],
      },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'app', lastState: { terminated: { exitCode: 1 } } }],
      },
    });
  });

  it('of an unknown kind the metadata is left', () => {
    expect(redact([{ kind: 'ConfigMap', metadata: { name: 'a' }, data: { password: 'p' } }])).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    ]);
  });
});
