import type { Why } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { attemptAt, changedSince } from './attempt-times.ts';
import { nodeIdentity } from './cloud/node-identity.ts';
import { type Disagreement, newAttempt, waitOrRecreate } from './disagreement.ts';
import { listed, podSource, registryOf } from './sources.ts';
import { nodeCredentials } from './unchecked.ts';

/**
 * The words prove that a credential was sent, and none matches: one that is gone, or one of the
 * node.
 */
export function sentWithoutMatch(pull: ImageContext): Disagreement | null {
  const { readings } = pull.simulation;
  const what = `the words tell of a credential for \`${registryOf(pull)}\` that no pull secret gives`;
  const none: Why = { source: 'simulated', says: 'no pull secret gives a credential for this image now' };
  const since = changedSince(pull);
  if (since.length > 0) {
    return {
      what: `${what} now`,
      why: [none, ...since],
      because: 'changed-since',
      unchecked: [nodeCredentials(pull)],
      retry: waitOrRecreate,
    };
  }
  const gone = readings.filter((one) => one.kind === 'absent').map((one) => `\`${one.secret}\``);
  if (gone.length > 0) {
    return {
      what,
      why: [
        none,
        {
          source: podSource(pull),
          says: `lists ${listed(gone)}, which ${gone.length === 1 ? 'is' : 'are'} not there now`,
        },
      ],
      because: null,
      unchecked: ['whether it was there at the last attempt', nodeCredentials(pull), runtimeCredentials],
      retry: newAttempt,
    };
  }
  // node-identity-lacks-access says whose it is
  if (nodeIdentity(pull)?.node) return null;
  return {
    what: `${what}: one of the node`,
    why: [none, attemptAt(pull)],
    because: 'node',
    unchecked: [nodeCredentials(pull), runtimeCredentials],
    retry: null,
  };
}

const runtimeCredentials = 'credentials in the configuration of the container runtime';

/**
 * The kubelet joins the errors of all credentials that it tried, each distinct text once: fewer
 * texts than credentials prove nothing.
 */
export function moreAttempts(pull: ImageContext, attempts: number, offers: number): Disagreement {
  const since = changedSince(pull);
  return {
    what: `the kubelet tried ${attempts} credentials for \`${registryOf(pull)}\`, and the pull secrets give ${offers}`,
    why: [
      {
        source: 'kubelet',
        says: `names ${attempts} attempts with different outcomes, one for each credential`,
      },
      { source: 'simulated', says: `the pull secrets give ${offers}` },
      ...since,
    ],
    because: since.length > 0 ? 'changed-since' : 'node',
    unchecked: [nodeCredentials(pull)],
    retry: since.length > 0 ? waitOrRecreate : null,
  };
}
