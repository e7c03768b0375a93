import { advice } from '../model/finding.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import { loginErrors } from '../pull-error/login-errors.ts';
import { defineRule } from './define-rule.ts';
import { kubeletSays, registryOf, repositoryOf } from './shared/sources.ts';

const explains: readonly PullErrorLabel[] = [
  ...loginErrors,
  'registry-4xx-other',
  'manifest-schema-unsupported',
  'tag-not-found',
  'digest-not-found',
  'repository-not-found',
  'blob-missing-or-corrupt',
];

export default defineRule({
  id: 'registry-web-page',
  stage: 'network',
  title: 'web page in place of an answer of the registry',
  explains,
  refines: ['image-not-runnable', 'registry-refused', 'image-not-found', 'image-content-missing'],
  proof: [{ on: ['words'], since: 'they quote the page, or tell its media type' }],
  detect(pull) {
    const error = pull.failure?.error;
    // a page that comes with a refusal, or names a policy, tells of a block: registry-refused
    if (error?.page !== true || error.policy || !explains.includes(error.label)) return null;
    if (error.status !== null && ![200, 400, 401, 404, 405].includes(error.status)) return null;
    const { pod } = pull.evidence;
    const host = error.host ?? registryOf(pull);
    const node = pod.node ?? 'the node';
    const site = webSites.get(registryOf(pull));
    const step = error.step === 'token' ? 'a token' : error.step === 'blob' ? 'a layer' : 'a manifest';
    return {
      certainty: 'proven',
      unchecked: ['who wrote the page: the words do not tell'],
      what: `\`${host}\` answers ${node} with a web page where the runtime asks for ${step}`,
      why: [
        site === undefined
          ? {
              source: 'the registry',
              says: 'did not answer, or is not one: HTML comes from a proxy, a login portal, a web server or a mirror in between',
            }
          : { source: 'the image', says: `names ${registryOf(pull)}, which is a web site, not a registry` },
        ...kubeletSays(pull),
      ],
      fixes: [
        advice(
          site === undefined
            ? `open the address that the message names from ${node} (curl -sSi https://${host}/v2/): a registry answers with JSON; correct the proxy, mirror or address that gives a page`
            : `name the image as ${site(repositoryOf(pull).slice(registryOf(pull).length + 1))}`,
        ),
      ],
      facts: { host, step: error.step, status: error.status },
    };
  },
});

/**
 * Web sites of registries that are taken for their registry, and the image name that their path
 * stands for.
 */
const webSites: ReadonlyMap<string, (path: string) => string> = new Map(
  Object.entries<(path: string) => string>({
    'hub.docker.com': (path) =>
      `docker.io/${path.replace(/^(?:r|u|repository\/docker)\//, '').replace(/^_\//, 'library/')}`,
    'www.docker.com': (path) => `docker.io/${path}`,
    'github.com': (path) => `ghcr.io/${path.replace(/\/(?:pkgs\/container|packages)\//, '/')}`,
    'gitlab.com': (path) => `registry.gitlab.com/${path}`,
    'gallery.ecr.aws': (path) => `public.ecr.aws/${path}`,
    'console.cloud.google.com': (path) => path.replace(/^gcr\/images\//, 'gcr.io/'),
    'catalog.redhat.com': () => 'the name that the catalogue gives (registry.access.redhat.com/…)',
    'catalog.ngc.nvidia.com': () => 'nvcr.io/…, as the catalogue gives it',
  }),
);
