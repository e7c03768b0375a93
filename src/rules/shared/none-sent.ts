import type { Why } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { attemptAt, changedSince, writtenAt } from './attempt-times.ts';
import { type Disagreement, newAttempt, waitOrRecreate } from './disagreement.ts';
import { secretOffers } from './offers.ts';
import { nodeFiles } from './registries/node-files.ts';
import { listed, registryOf } from './sources.ts';
import { unretrieved } from './unretrieved.ts';

/**
 * The words prove that nothing was sent, and an entry matches: what that means, from the surest
 * reason to none.
 */
export function noneSent(pull: ImageContext): Disagreement {
  const names = [...new Set(secretOffers(pull).map((offer) => offer.secret))];
  const secrets = listed(names.map((name) => `\`${name}\``));
  const what = `the words say that no credential was sent, though ${secrets} ${names.length === 1 ? 'matches' : 'match'}`;
  const matches: Why = {
    source: 'simulated',
    says: `the kubelet sends what ${secrets} holds for this image now`,
  };
  const since = changedSince(pull, names);
  if (since.length > 0) {
    return {
      what: `${what}: changed after the attempt`,
      why: [matches, ...since],
      because: 'changed-since',
      unchecked: [],
      retry: waitOrRecreate,
    };
  }
  const mirror = pull.failure?.error.attempts.find((attempt) => attempt.party === 'mirror');
  if (mirror !== undefined) {
    const host = mirror.host ?? 'a mirror';
    return {
      what: `${what}: they are those of a mirror`,
      why: [
        matches,
        {
          source: 'the runtime',
          says: `asked ${host} in place of ${registryOf(pull)}${loginOfMirrors(pull)}`,
        },
      ],
      because: 'mirror',
      unchecked: [`which credentials the runtime has for ${host}: its own configuration tells`],
      retry: null,
    };
  }
  const told = unretrieved(pull);
  if (told?.names.some((name) => names.includes(name)) === true) {
    return {
      what: `${what}: the kubelet could not retrieve it`,
      why: [matches, { source: 'kubelet', says: `"${told.event.message}"` }],
      because: 'not-retrieved',
      unchecked: ['why the kubelet did not get a secret that is there: its log tells'],
      retry: newAttempt,
    };
  }
  return {
    what,
    why: [matches, ...writtenAt(pull, names), attemptAt(pull)],
    because: null,
    unchecked: [
      'whether the kubelet had seen the secret as it is now at that attempt',
      `whether the runtime asked a mirror${loginOfMirrors(pull) || ', and with which credentials'}`,
    ],
    retry: newAttempt,
  };
}

/**
 * Which runtimes keep the Pod's login from mirrors (containers/image: those of another domain;
 * dockerd: all); nothing where the Node does not tell.
 */
const loginOfMirrors = (pull: ImageContext): string =>
  pull.evidence.node.status === 'found' &&
  pull.evidence.node.value.containerRuntime !== '' &&
  !nodeFiles(pull).sharesLogin
    ? ', to which it sends no login of a Pod'
    : '';
