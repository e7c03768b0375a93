import type { Case } from '../define-rule.ts';

/** What the API server never shows: the node may hold credentials of its own. */
export const nodeCredentials = ({ evidence }: Case) =>
  evidence.pod.pod.node === null
    ? 'credentials of the node itself (its config.json, credential provider plugins)'
    : `credentials of node ${evidence.pod.pod.node} itself (its config.json, credential provider plugins)`;

/** Secrets that could not be read, each with what would make it readable. */
export const unreadSecrets = ({ evidence, simulation }: Case): readonly string[] =>
  simulation.readings.flatMap((reading) => {
    const name = `Secret ${evidence.pod.pod.namespace}/${reading.secret}`;
    if (reading.kind === 'denied') return [`${name}: get secrets is forbidden to you`];
    return reading.kind === 'failed' ? [`${name}: ${reading.problem}`] : [];
  });

/** Registries that hide what a caller may not see answer alike for a repository that is not there. */
export const repositoryExists =
  'whether the repository exists: the registry answers alike for one that does not';
