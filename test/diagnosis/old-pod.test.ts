import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { withUnread } from '../support/evidence.ts';
import { commandsOf } from '../support/expectations.ts';
import { observedAt, type Scene, sceneObjects } from '../support/scene.ts';
import { notFound, unauthorized } from '../support/words.ts';

const image = 'registry.acme.io/shop/api:1.4';

interface Now {
  readonly spec?: object;
  readonly image?: string;
  readonly revision?: string;
  readonly partition?: number;
}

const statefulSet = ({ spec, image: other = image, revision = 'web-2', partition }: Now) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      template: { spec: { containers: [{ name: 'app', image: other }], ...spec } },
      ...(partition === undefined ? {} : { updateStrategy: { rollingUpdate: { partition } } }),
    },
    status: { updateRevision: revision },
  }) as unknown as KubeObject;

/** The first error of a failing Pod of revision web-1, beside its StatefulSet as it is now. */
async function firstOf(scene: Scene, now: Now, unread: Scene['unread'] = {}) {
  const [pod, ...others] = sceneObjects({ ...scene, owner: 'StatefulSet' }) as [KubeObject, ...KubeObject[]];
  const old = { ...pod, metadata: { ...pod.metadata, labels: { 'controller-revision-hash': 'web-1' } } };
  const reader = withUnread(offlineReader([old, ...others, statefulSet(now)]), unread);
  const evidence = await collectPod(reader, old, { source: 'cluster', observedAt });
  const finding = diagnose(evidence).images[0]?.findings[0];
  if (finding?.severity !== 'error') throw new Error('nothing explains the failure');
  return finding;
}

const deletion = 'kubectl delete pod web-x7k2p -n shop';
const missing = { image, says: notFound(image) };
const refused = { image, says: unauthorized(image), list: ['gone'] };

describe('a StatefulSet whose template was mended, and whose Pod was not', () => {
  it('has the Pod deleted where the template names another image now', async () => {
    const finding = await firstOf(missing, { image: 'registry.acme.io/shop/api:1.5' });
    expect(finding.rule).toBe('image-not-found');
    expect(commandsOf(finding)[0]).toBe(deletion);
    expect(finding.why[1]?.says).toBe(
      'has image `registry.acme.io/shop/api:1.5` in its template now, and waits for this Pod, which was made before',
    );
  });

  it('and where it lists other pull secrets, or another ServiceAccount', async () => {
    const listed = await firstOf(refused, { spec: { imagePullSecrets: [{ name: 'regcred' }] } });
    expect(commandsOf(listed)[0]).toBe(deletion);
    expect(listed.why[1]?.says).toContain('imagePullSecrets `regcred`');
    const account = await firstOf(refused, { spec: { serviceAccountName: 'puller' } });
    expect(account.why[1]?.says).toContain('ServiceAccount `puller`');
  });

  it.each<[string, Scene, Now, Scene['unread']]>([
    ['the Pod is of the current revision', missing, { image: 'acme/other:1', revision: 'web-1' }, {}],
    ['the template changed in something else', missing, { spec: { imagePullSecrets: [{ name: 'x' }] } }, {}],
    ['a partition keeps the Pod as it is', missing, { image: 'acme/other:1', partition: 9 }, {}],
    ['the StatefulSet may not be read', missing, { image: 'acme/other:1' }, { 'statefulsets/web': 'denied' }],
  ])('says nothing of it where %s', async (_, scene, now, unread) => {
    const finding = await firstOf(scene, now, unread);
    expect(finding.why.filter(({ source }) => source.startsWith('StatefulSet'))).toEqual([]);
    expect(commandsOf(finding)).not.toContain(deletion);
  });
});
