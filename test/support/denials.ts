import type { PodEvidence, SecretReference } from '../../src/model/evidence.ts';
import { denied } from '../../src/model/observed.ts';

const forbid = (verb: 'get' | 'list', resource: string) => denied({ verb, resource, group: '' });

const unread = (references: readonly SecretReference[]): readonly SecretReference[] =>
  references.map(({ name }) => ({ name, secret: forbid('get', 'secrets') }));

/**
 * Each kind of evidence beside the Pod, the permission that reads it, and the same evidence without
 * that permission.
 */
export const denials = {
  events: {
    permission: 'list events',
    deny: (evidence: PodEvidence): PodEvidence => ({ ...evidence, events: forbid('list', 'events') }),
  },
  secrets: {
    permission: 'get secrets',
    deny: (evidence: PodEvidence): PodEvidence => ({
      ...evidence,
      secrets: unread(evidence.secrets),
      serviceAccountSecrets: unread(evidence.serviceAccountSecrets),
      neighbourSecrets: unread(evidence.neighbourSecrets),
    }),
  },
  ServiceAccount: {
    permission: 'get serviceaccounts',
    deny: (evidence: PodEvidence): PodEvidence => ({
      ...evidence,
      serviceAccount: forbid('get', 'serviceaccounts'),
      serviceAccountSecrets: [],
    }),
  },
  node: {
    permission: 'get nodes',
    deny: (evidence: PodEvidence): PodEvidence => ({ ...evidence, node: forbid('get', 'nodes') }),
  },
  neighbours: {
    permission: 'list pods',
    deny: (evidence: PodEvidence): PodEvidence => ({
      ...evidence,
      neighbours: evidence.neighbours === null ? null : forbid('list', 'pods'),
      neighbourSecrets: [],
    }),
  },
  'other nodes': {
    permission: 'list nodes',
    deny: (evidence: PodEvidence): PodEvidence => ({
      ...evidence,
      nodes: evidence.nodes === null ? null : forbid('list', 'nodes'),
    }),
  },
  'other namespaces': {
    permission: 'list secrets',
    deny: (evidence: PodEvidence): PodEvidence => ({
      ...evidence,
      elsewhere: Object.fromEntries(
        Object.keys(evidence.elsewhere).map((name) => [name, forbid('list', 'secrets')]),
      ),
    }),
  },
} as const;

export type EvidenceKind = keyof typeof denials;
