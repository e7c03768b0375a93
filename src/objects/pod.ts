import type { V1OwnerReference, V1PodCondition, V1PodSpec, V1PodStatus } from '@kubernetes/client-node';
import { redactWords } from '../kubelet/redact-words.ts';
import type { PodObject } from '../model/evidence.ts';
import type { ObjectRef } from '../model/observed.ts';
import { type FieldsOf, fields, list, names, text, textOrNull, timeOrNull } from './fields.ts';
import type { KubeObject } from './object-reader.ts';
import { podImages } from './pod-images.ts';

/**
 * Says of a Pod that was put together from text what it was read from. No API server gives out such
 * a field.
 */
export const partialKey = 'partialFrom';

/** A Pod as a model value. `redact` takes credentials out of the words of its status. */
export function toPod(object: KubeObject, redact = redactWords): PodObject {
  const spec = fields<V1PodSpec>(object['spec']);
  const status = fields<V1PodStatus>(object['status']);
  return {
    namespace: object.metadata.namespace ?? 'default',
    name: object.metadata.name,
    uid: text(object.metadata.uid),
    createdAt: timeOrNull(object.metadata.creationTimestamp),
    phase: text(status['phase']),
    node: textOrNull(spec['nodeName']),
    hasSandbox: hasSandbox(status),
    ...unscheduled(status),
    serviceAccount: text(spec['serviceAccountName']) || text(spec['serviceAccount']) || 'default',
    imagePullSecrets: names(spec['imagePullSecrets']),
    images: podImages(spec, status, redact),
    controller: controllerOf(object),
    ...(text(object[partialKey]) === '' ? {} : { partialFrom: text(object[partialKey]) }),
  };
}

/** PodHasNetwork is its name before 1.28 (KEP-3085). */
const sandboxConditions: readonly string[] = ['PodReadyToStartContainers', 'PodHasNetwork'];

function hasSandbox(status: FieldsOf<V1PodStatus>): boolean | null {
  const condition = list(status['conditions'])
    .map((one) => fields<V1PodCondition>(one))
    .find((one) => sandboxConditions.includes(text(one['type'])));
  const value = condition === undefined ? '' : text(condition['status']);
  return value === 'True' ? true : value === 'False' ? false : null;
}

function unscheduled(status: FieldsOf<V1PodStatus>): { readonly unscheduled?: string } {
  const condition = list(status['conditions'])
    .map((one) => fields<V1PodCondition>(one))
    .find((one) => one['type'] === 'PodScheduled' && one['status'] === 'False');
  return condition === undefined ? {} : { unscheduled: text(condition['reason']) || 'not scheduled' };
}

/** The owner that manages the object; null for none. */
export function controllerOf(object: KubeObject): ObjectRef | null {
  const owner = list(object.metadata['ownerReferences'])
    .map((owner) => fields<V1OwnerReference>(owner))
    .find((reference) => reference['controller'] === true);
  if (owner === undefined) return null;
  const kind = text(owner['kind']);
  const name = text(owner['name']);
  const { namespace } = object.metadata;
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}
