import { advice, certaintyWith, type Stage } from '../../model/finding.ts';
import type { PullAttempt, PullError, PullErrorLabel } from '../../model/pull-error.ts';
import { defineRule, type ImageContext, type Proof, type Rule } from '../define-rule.ts';
import { nodesSay, sameNodeSays, spreadOf, unreadNeighbours } from './neighbours/neighbour-nodes.ts';
import { failingSays } from './neighbours/neighbour-pods.ts';
import { surroundingsSay } from './probe-results.ts';
import { kubeletSays, registryOf } from './sources.ts';

/**
 * A rule that only translates the kubelet's message into a state. The texts say what broke, what
 * that means, and who can mend it.
 */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly explains: readonly PullErrorLabel[];
  readonly what: (party: Party, pull: ImageContext) => string;
  readonly means: (party: Party, pull: ImageContext) => string;
  readonly fix: (party: Party, pull: ImageContext) => string;
  /** The fix where other nodes get through to the registry, so that it is this node's. */
  readonly fixHere?: (party: Party) => string;
  readonly unchecked?: readonly string[];
  /** Narrows `explains`: whether these words tell of this state. */
  readonly when?: (error: PullError, pull: ImageContext) => boolean;
  readonly refines?: readonly string[];
  /**
   * What the words leave open, so that the finding is only likely; none for words that settle it.
   */
  readonly doubts?: (pull: ImageContext) => readonly string[];
  /** Unless given, the words alone. */
  readonly proof?: readonly Proof[];
}

/** A label that admits one state. */
const admitOne: readonly Proof[] = [{ on: ['words'], since: 'they admit this state alone' }];

/**
 * Who was talked to. `host` is the failing host where the words name it, else the image's registry.
 */
export interface Party {
  readonly host: string;
  /** ` (10.0.0.7:443)`, or nothing. */
  readonly at: string;
  readonly node: string;
  /** The failing host is not the image's own registry. */
  readonly foreign: boolean;
  readonly error: PullAttempt;
}

/** The rules of one stage from their rows. */
export const rulesFromWords = (stage: Stage, rows: readonly Row[]): readonly Rule[] =>
  rows.map((row) => ruleFromWords(stage, row));

function ruleFromWords(stage: Stage, row: Row): Rule {
  return defineRule({
    id: row.id,
    stage,
    title: row.title,
    explains: row.explains,
    refines: row.refines ?? [],
    proof: row.proof ?? admitOne,
    detect(pull) {
      const { failure } = pull;
      if (failure === null || !row.explains.includes(failure.error.label)) return null;
      if (row.when?.(failure.error, pull) === false) return null;
      const party = partyOf(pull, failure.error);
      const spread = spreadStages.has(stage) ? spreadOf(pull, row.explains) : null;
      const here = spread?.answered && spread.stuck.length === 0;
      const fix = here && row.fixHere !== undefined ? row.fixHere(party) : row.fix(party, pull);
      const others = [
        ...(spread === null ? [] : nodesSay(pull, spread)),
        ...(stage === 'node' ? sameNodeSays(pull, row.explains) : []),
      ];
      const whose = party.foreign
        ? [
            {
              source: 'the image',
              says: `is of ${registryOf(pull)}; ${party.host} is ${roleOf(party.error)}`,
            },
          ]
        : [];
      const unchecked = [...(row.unchecked ?? []), ...(spread === null ? [] : unreadNeighbours(pull))];
      return {
        ...certaintyWith(row.doubts?.(pull) ?? [], unchecked),
        what: row.what(party, pull),
        why: [
          { source: 'simulated', says: row.means(party, pull) },
          ...whose,
          ...surroundingsSay(pull, stage),
          ...(others.length > 0 ? others : failingSays(pull)),
          ...kubeletSays(pull),
        ],
        fixes: [advice(fix)],
        facts:
          stage === 'node'
            ? {}
            : { host: party.host, address: party.error.address, status: party.error.status },
      };
    },
  });
}

/** Steps that differ from node to node: other Pods tell whether it is this one. */
const spreadStages: ReadonlySet<Stage> = new Set(['network', 'tls']);

function partyOf(pull: ImageContext, error: PullAttempt): Party {
  const registry = registryOf(pull);
  const host = error.host ?? registry;
  return {
    host,
    at: error.address === null || error.address === host ? '' : ` (${error.address})`,
    node: pull.evidence.pod.node ?? 'the node',
    foreign: !sameParty(host, registry),
    error,
  };
}

/** Docker Hub answers under another name than images use. */
const sameParty = (host: string, registry: string) =>
  host === registry ||
  host.replace(/:\d+$/, '') === registry.replace(/:\d+$/, '') ||
  (registry === 'docker.io' && /(^|\.)docker\.(io|com)$/.test(host));

function roleOf(error: PullAttempt): string {
  if (error.party === 'mirror') return 'a mirror set up in the runtime of the node';
  if (error.step === 'token') return 'the token service that the registry named';
  if (error.party === 'upstream') return 'the registry behind its proxy cache';
  if (error.party === 'blob-store') return 'the store that the registry keeps its layers in';
  if (error.party === 'proxy') return 'the proxy of the runtime';
  return 'a host that the registry, a mirror or a proxy led to';
}
