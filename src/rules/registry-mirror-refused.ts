import { advice } from '../model/finding.ts';
import type { PullError, PullErrorLabel } from '../model/pull-error.ts';
import { loginErrors, registryRefused } from '../pull-error/login-errors.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { nodeFiles } from './shared/registries/node-files.ts';
import { kubeletSays, podSource, registryOf } from './shared/sources.ts';

export default defineRule({
  id: 'registry-mirror-refused',
  stage: 'network',
  title: 'mirror that does not give the image',
  explains: [...loginErrors, 'registry-4xx-other', 'registry-5xx', 'mirror-misconfigured'],
  refines: [
    'registry-mirror-misconfigured',
    'registry-unavailable',
    'registry-refused',
    'image-access-ambiguous',
  ],
  proof: [{ on: ['words'], since: 'they name the mirror that answered' }],
  detect(pull) {
    const { failure, evidence } = pull;
    const error = failure?.error;
    if (error === undefined || error.party !== 'mirror' || error.host === null) return null;
    const answer = answerOf(error.mirrorLabel ?? error.label);
    if (answer === null || (error.label === 'mirror-misconfigured' && error.mirrorLabel === null))
      return null;
    const node = evidence.pod.node ?? 'the node';
    const registry = registryOf(pull);
    const mirror = `mirror \`${error.host}\``;
    // the runtime got as far as the registry itself, whose refusal may be all that matters
    const refused = registryRefused(error);
    return {
      ...(refused
        ? {
            certainty: 'likely',
            unchecked: [
              `whether ${registry} has the image: it may answer alike for private and for absent ones`,
            ],
          }
        : {
            certainty: 'proven',
            unchecked:
              error.mirrorLabel === null ? [] : [`what ${registry} itself would answer with a way to it`],
          }),
      what: says[answer].what(mirror, node),
      why: [
        {
          source: 'the runtime',
          says: `of ${node} asked ${error.host} in place of ${registry}: ${nodeFiles(pull).mirrors} tells it to`,
        },
        ...(answer === 'login' ? [loginSays(pull, error)] : []),
        ...(error.mirrorLabel === null
          ? []
          : [
              {
                source: 'the runtime',
                says: `asked ${registry} after the mirror, and ${refused ? `${registry} refused the pull` : 'that failed in another way'}`,
              },
            ]),
        ...kubeletSays(pull),
      ],
      fixes: [
        advice(says[answer].fix(error.host, node, pull)),
        advice(
          refused
            ? `give the Pod a pull secret for ${registry}, where the image is there and private; compare its name first`
            : `have ${node} pull from ${registry} itself: take ${error.host} out of ${nodeFiles(pull).mirrors}`,
          true,
        ),
      ],
      facts: { mirror: error.host, registry, answer, status: error.status },
    };
  },
});

type Answer = 'login' | 'refused' | 'certificate' | 'content' | 'unreached';

/** What the mirror did, by the label of its own words; null for the node's own trouble. */
function answerOf(label: PullErrorLabel): Answer | null {
  if (loginErrors.includes(label)) return 'login';
  if (/^tls-|^http/.test(label)) return 'certificate';
  if (/not-found|blob-missing|platform/.test(label)) return 'content';
  if (/^(?:dns|conn|no-route|proxy|registry-unavailable|registry-5xx|pull-)/.test(label)) return 'unreached';
  return /^(?:registry-4xx|rate)/.test(label) ? 'refused' : null;
}

interface Words {
  readonly what: (mirror: string, node: string) => string;
  readonly fix: (host: string, node: string, pull: ImageContext) => string;
}

const says: Readonly<Record<Answer, Words>> = {
  login: {
    what: (mirror) => `${mirror} refuses the pull`,
    fix: (host, node, pull) =>
      `give the runtime on ${node} a login for the mirror ${host} in ${nodeFiles(pull).login}, or have ${host} serve the image without one`,
  },
  refused: {
    what: (mirror) => `${mirror} refuses the pull`,
    fix: (host) => `ask who runs the mirror ${host} what refuses this pull`,
  },
  certificate: {
    what: (mirror, node) => `${node} and ${mirror} do not agree on TLS: its certificate is not accepted`,
    fix: (host, node, pull) =>
      `have the authority of the certificate of ${host} put on ${node}, in ${nodeFiles(pull).authority}`,
  },
  content: {
    what: (mirror) => `${mirror} does not have the image`,
    fix: (host) =>
      `have the image put on the mirror ${host}, under the path that the mirror configuration gives`,
  },
  unreached: {
    what: (mirror, node) => `${node} gets no answer that helps from ${mirror}`,
    fix: (host, node) => `have the mirror ${host} started, and the way from ${node} to it opened`,
  },
};

/**
 * Whether the login that the kubelet has for the image's registry reaches the mirror depends on the
 * runtime.
 */
function loginSays(pull: ImageContext, error: PullError) {
  const { sharesLogin } = nodeFiles(pull);
  const offers = pull.simulation.offers.length > 0;
  if (sharesLogin && offers)
    return {
      source: podSource(pull),
      says: `has a login for ${registryOf(pull)}, which this runtime sends to the mirror as well: ${error.host} has users of its own`,
    };
  return {
    source: podSource(pull),
    says: `has no part in it: the mirror ${error.host} needs a login of its own, which the node has to have`,
  };
}
