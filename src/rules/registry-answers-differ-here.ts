import type { PullErrorLabel } from '../model/pull-error.ts';
import { defineRule } from './define-rule.ts';
import { askedAs, nodeAttempts, passesHere } from './shared/probe-results.ts';
import { kubeletSays, podSource } from './shared/sources.ts';

/**
 * What a registry, or the way to it, refuses: what passes here passes for another reason than the
 * image.
 */
const words: readonly PullErrorLabel[] = [
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'ecr-token-expired',
  'repository-or-access-denied-ambiguous',
  'repository-not-found',
  'tag-not-found',
  'digest-not-found',
  'rate-limited',
  'dns-failure',
  'connection-refused',
  'connect-timeout',
  'no-route-to-host',
  'connection-reset',
  'proxy-failure',
  'registry-unavailable',
  'mirror-misconfigured',
  'tls-unknown-authority',
  'tls-expired-cert',
  'tls-hostname-mismatch',
  'tls-client-cert-required',
  'https-client-http-server',
  'http-client-https-server',
  'registry-5xx',
  'registry-4xx-other',
];

export default defineRule({
  id: 'registry-answers-differ-here',
  stage: 'network',
  title: 'registry that answers otherwise here than on the node',
  explains: words,
  ceiling: 'info',
  proof: [],
  detect(pull) {
    const { failure, probe, simulation, evidence } = pull;
    if (failure === null || failure.from === 'none' || !words.includes(failure.error.label)) return null;
    if (probe === null || !passesHere(pull)) return null;
    const { manifest } = probe;
    if (manifest?.digestPresent === false || manifest?.childPresent === false) return null;
    const attempt = nodeAttempts(probe, simulation).find(({ outcome }) => outcome === 'found');
    const { namespace, name, node } = evidence.pod;
    const place = node === null ? 'the node' : `node ${node}`;
    return {
      certainty: 'likely',
      unchecked: [
        `what differs on ${place}: its proxy, DNS, certificate authorities, mirrors, or an address that the registry admits`,
      ],
      what: `\`${probe.asked}\` gives the image to this machine, asked as ${place} asks`,
      why: [
        {
          source: 'the registry',
          says: `was asked from here ${attempt === undefined ? 'in the same way' : askedAs(attempt)}, as the kubelet does, and has the image`,
        },
        {
          source: podSource(pull),
          says: 'fails all the same: the cause was mended since, or it is on the way from the node',
        },
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: `pull once more on ${place}, which proves what it is`,
          pipeline: [['kubectl', 'pullcheck', 'verify', 'pod', name, '-n', namespace]],
          effect: 'changes',
          after: '',
        },
      ],
      facts: { asked: probe.asked, label: failure.error.label },
    };
  },
});
