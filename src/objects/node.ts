import type { NodeObject } from '../model/evidence.ts';
import { fields, text } from './fields.ts';
import type { KubeObject } from './object-reader.ts';

/** A Node as a model value. */
export function toNode(object: KubeObject): NodeObject {
  const info = fields(fields(object['status'])['nodeInfo']);
  const labels = Object.entries(fields(object.metadata['labels'])).map(
    ([key, value]) => [key, text(value)] as const,
  );
  return {
    name: object.metadata.name,
    os: text(info['operatingSystem']),
    architecture: text(info['architecture']),
    kubeletVersion: text(info['kubeletVersion']),
    containerRuntime: text(info['containerRuntimeVersion']),
    providerID: text(fields(object['spec'])['providerID']),
    labels: Object.fromEntries(labels),
  };
}
