import { advice } from '../model/finding.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import { loginErrors } from '../pull-error/login-errors.ts';
import { defineRule } from './define-rule.ts';
import { setImage } from './shared/fixes/image-fixes.ts';
import { isSilent } from './shared/labels.ts';
import { kubeletSays, podSource } from './shared/sources.ts';

const explains: readonly PullErrorLabel[] = [
  ...loginErrors.filter((label) => !isSilent(label)),
  'tag-not-found',
  'digest-not-found',
  'repository-not-found',
  'registry-4xx-other',
  'invalid-image-reference',
];

export default defineRule({
  id: 'image-registry-doubled',
  stage: 'reference',
  title: 'registry written twice into the image',
  explains,
  refines: [
    'image-reference-invalid',
    'image-not-found',
    'image-access-ambiguous',
    'no-pull-secret',
    'pull-secret-registry-mismatch',
    'credential-lacks-access',
    'credential-rejected',
    'node-identity-lacks-access',
    'registry-refused',
    'image-moved',
  ],
  proof: [{ on: ['words'], since: 'the image names two hosts, and the first does not give it' }],
  detect(pull) {
    const { failure, preflight, image } = pull;
    if (!preflight && (failure === null || !explains.includes(failure.error.label))) return null;
    const doubled = doubledIn(image.image);
    if (doubled === null) return null;
    const { outer, inner, rest } = doubled;
    const meant = `${inner}/${rest}`;
    const same = outer === inner;
    return {
      certainty: 'proven',
      unchecked: [],
      ...(preflight && pull.simulation.reference.ok ? { atMost: 'warning' as const } : {}),
      what: same
        ? `the image names its registry \`${outer}\` twice`
        : `the image names two registries, \`${outer}\` and \`${inner}\``,
      why: [
        {
          source: podSource(pull),
          says: `asks ${outer} for a repository \`${inner}/…\`: the second registry is read as a part of the path`,
        },
        {
          source: 'the image',
          says: 'looks like a chart that puts image.registry (or global.imageRegistry) in front of an image.repository that has a registry already',
        },
        ...kubeletSays(pull),
      ],
      fixes: [
        setImage(
          pull,
          meant,
          `name one registry: ${meant} (Helm: take the registry out of image.repository, or set image.registry to nothing)`,
        ),
        ...(same ? [] : [advice(`or, where ${outer} is the one that is meant: ${outer}/${rest}`, true)]),
      ],
      facts: { outer, inner },
    };
  },
});

interface Doubled {
  readonly outer: string;
  readonly inner: string;
  readonly rest: string;
}

/**
 * Registries whose first path part is an account or an organization, which has no dot in its name.
 */
const withoutDots =
  /^(?:(?:index\.|registry-1\.)?docker\.io|quay\.io|ghcr\.io|nvcr\.io|registry\.gitlab\.com|registry\.k8s\.io|k8s\.gcr\.io|public\.ecr\.aws|mcr\.microsoft\.com|registry\.redhat\.io|registry\.access\.redhat\.com|docker\.elastic\.co|lscr\.io|\d{12}\.dkr\.ecr\..*|.*\.azurecr\.io)$/;

/**
 * Registries that everybody knows by name: none of them is a project of gcr.io, whose projects may
 * have a domain.
 */
const wellKnown =
  /^(?:(?:index\.|registry-1\.)?docker\.io|quay\.io|ghcr\.io|nvcr\.io|(?:[a-z]+\.)?gcr\.io|[a-z0-9-]+\.pkg\.dev|registry\.[a-z0-9.-]+|public\.ecr\.aws|mcr\.microsoft\.com)$/;

/**
 * The two registries of an image text. A registry of one's own may have a project that is called
 * like a registry (Harbor's proxy caches often are), so there only the same name twice counts.
 */
function doubledIn(text: string): Doubled | null {
  const [outer = '', inner = '', ...path] = text.replace(/^(?:https?|docker):\/\//, '').split('/');
  if (path.length === 0 || !isHost(outer) || !isHost(inner)) return null;
  const ported = /:\d+$/.test(inner);
  const certain =
    outer === inner ||
    ported ||
    withoutDots.test(outer) ||
    (/(?:^|\.)gcr\.io$|\.pkg\.dev$/.test(outer) && wellKnown.test(inner));
  // a pull-through cache of ECR or ACR may be called like its upstream
  const cache = /\.dkr\.ecr\.|\.azurecr\.io$/.test(outer) && outer !== inner && !ported;
  return certain && !cache ? { outer, inner, rest: path.join('/') } : null;
}

/**
 * A part of an image text that reads as a host: a domain with a top level of letters, an address
 * with a port, localhost with a port.
 */
const isHost = (part: string): boolean =>
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+)(?::\d{1,5})?$/i.test(part) ||
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|localhost)(?::\d{1,5})?$/.test(part);
