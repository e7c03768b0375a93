import type { ImageContext } from '../define-rule.ts';
import { cloudNames } from './cloud/cloud-image.ts';
import { nodeIdentity } from './cloud/node-identity.ts';

/**
 * What the API server never shows: the node may hold credentials of its own, and on a cloud it
 * mostly does.
 */
export function nodeCredentials(pull: ImageContext): string {
  const node = pull.evidence.pod.node === null ? 'the node' : `node ${pull.evidence.pod.node}`;
  const identity = nodeIdentity(pull);
  if (identity === null)
    return `credentials of ${node} itself (its config.json, credential provider plugins)`;
  const cloud = cloudNames[identity.image.cloud];
  if (identity.node !== null)
    return `the identity of ${node} in ${cloud}, with which its kubelet may log in by itself (credential provider plugins, config.json)`;
  const observed = pull.evidence.node;
  return `whether ${node} is in ${cloud} and pulls with its own identity: ${observed.status === 'denied' ? 'get nodes is forbidden to you' : 'the Node could not be read'}`;
}

/** Secrets that could not be read, each with what would make it readable. */
export const unreadSecrets = ({ evidence, simulation }: ImageContext): readonly string[] =>
  simulation.readings.flatMap((reading) => {
    const name = `Secret ${evidence.pod.namespace}/${reading.secret}`;
    if (reading.kind === 'denied') return [`${name}: get secrets is forbidden to you`];
    return reading.kind === 'failed' ? [`${name}: ${reading.problem}`] : [];
  });

/**
 * Registries that hide what a caller may not see answer alike for a repository that is not there.
 */
export const repositoryExists =
  'whether the repository exists: the registry answers alike for one that does not';

/** Of a registry whose habit is not known. */
export const repositoryMayNotExist =
  'whether the repository exists: a registry may answer alike for one that does not';
