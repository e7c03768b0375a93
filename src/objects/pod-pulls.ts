import type { ObjectRef } from '../model/observed.ts';
import type { PodPulls } from '../model/secret-lint.ts';
import { fields, text } from './fields.ts';
import type { KubeObject } from './object-reader.ts';
import { toPod } from './pod.ts';

/** A Pod reduced to what it says about pulls. */
export function toPodPulls(object: KubeObject): PodPulls {
  const { namespace, name, imagePullSecrets, images, controller } = toPod(object);
  return {
    namespace,
    owner: controller === null ? { kind: 'Pod', namespace, name } : makerOf(object, controller),
    imagePullSecrets,
    images: [...new Set(images.map((one) => one.image))],
  };
}

/**
 * The Deployment of a Pod that a ReplicaSet made, which spares a read for each: the Deployment
 * controller names a ReplicaSet after itself and the hash that it puts on its Pods
 * (pkg/controller/deployment). Other controllers stand for themselves.
 */
function makerOf(object: KubeObject, controller: ObjectRef): ObjectRef {
  const hash = text(fields(object.metadata['labels'])['pod-template-hash']);
  const { kind, name } = controller;
  return kind === 'ReplicaSet' && hash !== '' && name.endsWith(`-${hash}`)
    ? { ...controller, kind: 'Deployment', name: name.slice(0, -hash.length - 1) }
    : controller;
}
