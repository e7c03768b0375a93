import { rulesFromWords } from './shared/from-words.ts';

/** What the node's own policies refuse before or after the pull. */
export default rulesFromWords('policy', [
  {
    id: 'image-signature-rejected',
    title: 'image that the signature policy refuses',
    explains: ['signature-policy-rejected'],
    what: ({ node }, pull) => `the image policy of ${node} refuses \`${pull.image.image}\``,
    means: ({ node }) =>
      `the runtime on ${node} wants a signature or a verifier's consent, and this image has none that it accepts`,
    fix: ({ node }) =>
      `have the image signed as the policy asks, or the policy of ${node} changed (CRI-O: /etc/containers/policy.json)`,
  },
  {
    id: 'image-short-name-ambiguous',
    title: 'short image name that the node cannot complete',
    explains: ['short-name-ambiguous', 'short-name-unresolvable'],
    what: ({ node }, pull) => `${node} cannot tell which registry \`${pull.image.image}\` is of`,
    means: () =>
      'the image names no registry, and the runtime does not assume Docker Hub: short names are enforced or no search registry is set',
    fix: (_, pull) =>
      `write the registry in front: docker.io/${pull.simulation.reference.ok ? pull.simulation.reference.repository : pull.image.image} for Docker Hub`,
  },
]);
