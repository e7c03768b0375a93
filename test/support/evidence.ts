import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { ImageDiagnosis, PodDiagnosis } from '../../src/model/diagnosis.ts';
import type { PodEvidence } from '../../src/model/evidence.ts';
import type { KubeletSettings } from '../../src/model/node-config.ts';
import { denied, failed, found, type Observed, type Permission } from '../../src/model/observed.ts';
import type { KubeObject, ObjectReader, Resource } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { defaultImage, observedAt, type Scene, sceneObjects } from './scene.ts';

/** The evidence of a scene: its API objects through the program's own collection. */
export async function evidenceOf(scene: Scene): Promise<PodEvidence> {
  const objects = sceneObjects(scene);
  const [pod] = objects as [KubeObject, ...KubeObject[]]; // sceneObjects begins with the Pod
  const reader = withUnread(offlineReader(objects), scene.unread ?? {});
  const occasion = { source: 'cluster', observedAt: scene.observedAt ?? observedAt } as const;
  const evidence = await collectPod(reader, pod, occasion);
  return scene.probe === undefined
    ? evidence
    : { ...evidence, probes: { [scene.image ?? defaultImage]: scene.probe } };
}

/** The diagnosis of a scene's Pod. */
export const diagnosePod = async (scene: Scene): Promise<PodDiagnosis> => diagnose(await evidenceOf(scene));

/**
 * The diagnosis of a scene's first image: an image volume, else container `app`; `index` is that of
 * another.
 */
export async function diagnoseImage(scene: Scene, index = 0): Promise<ImageDiagnosis> {
  const image = (await diagnosePod(scene)).images[index];
  if (image === undefined) throw new Error('the Pod has no image');
  return image;
}

/** The image of `app`, with what the kubelet says of its own settings. */
export async function diagnoseWithSettings(
  scene: Scene,
  settings: Partial<KubeletSettings>,
): Promise<ImageDiagnosis> {
  const none = {
    ...{ imagePullCredentialsVerificationPolicy: null, serializeImagePulls: null },
    ...{ maxParallelImagePulls: null, registryPullQPS: null },
  };
  const nodeConfig = {
    node: 'worker-3',
    settings: found({ ...none, ...settings }),
    flags: failed('not asked'),
  };
  const [image] = diagnose({ ...(await evidenceOf(scene)), nodeConfig }).images;
  if (image === undefined) throw new Error('the Pod has no image');
  return image;
}

/** A reader some of whose reads are forbidden or fail. */
export function withUnread(reader: ObjectReader, unread: NonNullable<Scene['unread']>): ObjectReader {
  const instead = (key: string, need: Permission): Observed<never> | null => {
    const fate = unread[key];
    if (fate === undefined) return null;
    return fate === 'denied' ? denied(need) : failed('the connection was reset');
  };
  const place = (namespace: string | null) => (namespace === null ? {} : { namespace });
  const needed = (verb: 'get' | 'list', resource: Resource, namespace: string | null, name?: string) => ({
    verb,
    group: '',
    resource,
    ...place(namespace),
    ...(name === undefined ? {} : { name }),
  });
  return {
    ...reader,
    get: async (resource, namespace, name) =>
      instead(`${resource}/${name}`, needed('get', resource, namespace, name)) ??
      reader.get(resource, namespace, name),
    list: async (resource, query) =>
      instead(resource, needed('list', resource, query.namespace)) ?? reader.list(resource, query),
  };
}
