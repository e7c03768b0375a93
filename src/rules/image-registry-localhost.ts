import { advice } from '../model/finding.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import { defineRule } from './define-rule.ts';
import { kubeletSays, podSource, registryOf } from './shared/sources.ts';

const explains: readonly PullErrorLabel[] = [
  'connection-refused',
  'connect-timeout',
  'connection-reset',
  'no-route-to-host',
  'dns-failure',
  'registry-unavailable',
  'proxy-failure',
  'https-client-http-server',
  'http-client-https-server',
  'tls-unknown-authority',
  'tls-hostname-mismatch',
  'tls-expired-cert',
];

export default defineRule({
  id: 'image-registry-localhost',
  stage: 'reference',
  title: 'registry on localhost, which is the node',
  explains,
  refines: [
    'registry-connection-refused',
    'registry-timeout',
    'registry-unreachable',
    'registry-unavailable',
    'registry-plain-http',
  ],
  proof: [{ on: ['words'], since: 'the host that failed is a loopback address' }],
  detect(pull) {
    const { reference } = pull.simulation;
    if (!reference.ok || !isLoopback(reference.registry)) return null;
    const { failure, preflight, evidence } = pull;
    if (!preflight && (failure === null || !explains.includes(failure.error.label))) return null;
    // a mirror for the name leads elsewhere, and that host is what fails
    if (failure?.error.host != null && !isLoopback(failure.error.host)) return null;
    const registry = registryOf(pull);
    const node = evidence.pod.node ?? 'each node';
    return {
      certainty: 'proven',
      unchecked: preflight ? ['whether a registry or a mirror for this name is set up on every node'] : [],
      ...(preflight ? { atMost: 'warning' as const } : {}),
      what: `\`${registry}\` in the image name is the node itself, not the machine where the image was built`,
      why: [
        { source: podSource(pull), says: `asks for ${pull.image.image}` },
        {
          source: 'simulated',
          says: `the runtime of ${node} resolves ${registry} on the node: loopback leads to the node's own ports, and no registry answers there`,
        },
        ...kubeletSays(pull),
      ],
      fixes: [
        advice(
          'push the image to a registry that the nodes can reach, and name it by that registry in the Pod',
        ),
        advice(
          'an image that is on this machine alone: load it into the cluster (kind load docker-image, minikube image load, k3d image import, ctr -n k8s.io images import), with imagePullPolicy IfNotPresent',
          true,
        ),
      ],
      facts: { registry },
    };
  },
});

/**
 * localhost and *.localhost (RFC 6761), 127.0.0.0/8, ::1, and the unspecified addresses, which
 * connect to the machine itself.
 */
const isLoopback = (registry: string): boolean => {
  const host = registry.replace(/:\d+$/, '').toLowerCase();
  return /^(?:(?:[a-z0-9-]+\.)*localhost|localhost\.localdomain|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[(?:::1?|0(?::0){6}:[01])\])$/.test(
    host,
  );
};
