import type { V1NodeSpec, V1NodeStatus, V1NodeSystemInfo } from '@kubernetes/client-node';
import type { NodeObject } from '../model/evidence.ts';
import { fields, text } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/** A Node as a model value. */
export function toNode(object: KubeObject): NodeObject {
  const info = fields<V1NodeSystemInfo>(fields<V1NodeStatus>(object['status'])['nodeInfo']);
  const labels = Object.entries(fields(object.metadata['labels'])).map(
    ([key, value]) => [key, text(value)] as const,
  );
  return {
    name: object.metadata.name,
    os: text(info['operatingSystem']),
    architecture: text(info['architecture']),
    kubeletVersion: text(info['kubeletVersion']),
    containerRuntime: text(info['containerRuntimeVersion']),
    providerID: text(fields<V1NodeSpec>(object['spec'])['providerID']),
    labels: Object.fromEntries(labels),
  };
}
