import type { ImageContext } from './define-rule.ts';
import { rulesFromWords } from './shared/from-words.ts';
import { wordsSay } from './shared/sent.ts';

/** What a registry answers for reasons of its own, whoever asks. */
export default rulesFromWords('authorization', [
  {
    id: 'registry-rate-limited',
    title: 'rate limit of the registry',
    explains: ['rate-limited'],
    what: ({ host }) => `\`${host}\` limits the rate of pulls, and the limit is reached`,
    means: (_, pull) => limits[whoseLimit(pull)].means,
    fix: (_, pull) => limits[whoseLimit(pull)].fix,
  },
  {
    id: 'registry-unavailable',
    title: 'registry that is out of order',
    explains: ['registry-5xx', 'registry-unavailable'],
    what: ({ host, error }) =>
      `\`${host}\` is out of order${error.status === null ? '' : ` (HTTP ${error.status})`}`,
    means: () =>
      'the registry, or a proxy in front of it, failed to answer; nothing about the Pod or its secrets causes that',
    fix: ({ host }) => `the kubelet tries again by itself; tell who runs ${host}`,
  },
]);

const byAddress =
  'pull with an account (a pull secret for this registry), through a pull-through cache, or wait until the limit resets';

/** Whose limit it is follows from whether a credential was sent. */
const limits = {
  account: {
    means: 'a credential is sent, so the limit is that of its account',
    fix: 'wait until the limit resets, or use an account with a higher one',
  },
  address: {
    means:
      'the kubelet pulls without credentials, so the limit is that of the address of the node, which all its Pods (and all behind the same NAT) share',
    fix: byAddress,
  },
  unknown: {
    means: 'whether a credential was sent is not known, and with it whose limit this is',
    fix: byAddress,
  },
};

/** The words win over the simulation: a matching entry may be newer than the attempt. */
function whoseLimit(pull: ImageContext): keyof typeof limits {
  const said = wordsSay(pull);
  if (said !== 'unknown') return said === 'yes' ? 'account' : 'address';
  if (pull.simulation.offers.length > 0) return 'account';
  return pull.simulation.kind === 'anonymous' ? 'address' : 'unknown';
}
