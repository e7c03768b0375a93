import { advice } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { lacksManifest, missingDigest, shortDigest } from './shared/missing-manifest.ts';
import { failingSays } from './shared/neighbours/neighbour-pods.ts';
import { kubeletSays, listed, registryOf, repositoryOf } from './shared/sources.ts';

export default defineRule({
  id: 'image-index-incomplete',
  stage: 'content',
  title: 'index whose manifest for the platform is gone',
  explains: [
    'blob-missing-or-corrupt',
    'digest-not-found',
    'tag-not-found',
    'repository-not-found',
    'platform-mismatch',
  ],
  refines: ['image-content-missing', 'image-not-found', 'image-platform-mismatch'],
  proof: [
    {
      on: ['words'],
      since: 'they name the digest of a manifest that is not that of the image, which was found',
    },
    { on: ['registry', 'words'], since: 'it has the index, and answers 404 for the manifest' },
  ],
  detect: (pull) => byProbe(pull) ?? byWords(pull),
});

/** The registry has the index and answers 404 for the manifest of the node's platform. */
function byProbe(pull: ImageContext) {
  const manifest = pull.probe?.manifest ?? null;
  if (manifest === null || manifest.childPresent !== false || manifest.childrenGone.length === 0) return null;
  const gone = listed(manifest.childrenGone);
  return {
    certainty: 'proven',
    unchecked: [],
    what: `the index of \`${repositoryOf(pull)}\` names a manifest for ${gone} that the registry does not have`,
    why: [
      {
        source: 'the registry',
        says: `has the index, with ${listed(manifest.platforms)}, and answers 404 for the manifest of ${gone}`,
      },
      ...kubeletSays(pull),
    ],
    fixes: [
      advice(
        `push the image for ${gone} again, and keep untagged manifests that an index names out of the clean-up (retention) of the registry`,
      ),
    ],
    facts: { platforms: manifest.platforms, gone: manifest.childrenGone, digest: manifest.digest },
  } as const;
}

/** A manifest by another digest than the image's own was not found, though the image was. */
function byWords(pull: ImageContext) {
  const error = pull.failure?.error;
  if (error === undefined || !lacksManifest(error, pull)) return null;
  const manifest = pull.probe?.manifest ?? null;
  // it is the manifest of the tag itself that is gone: image-tag-cache-stale
  if (manifest?.digestPresent === false && manifest.digest === missingDigest(error.text)) return null;
  return {
    certainty: 'proven',
    unchecked: ['which platforms of the index are left: the registry was not asked'],
    what: `\`${pull.image.image}\` is there, but the manifest that its index names is not`,
    why: [
      {
        source: 'simulated',
        says: `the tag was found and is an index of platforms; the registry no longer has the manifest ${shortDigest(error.text)} that it names for the platform of the node. Clean-up jobs that delete untagged manifests do that`,
      },
      ...failingSays(pull),
      ...kubeletSays(pull),
    ],
    fixes: [
      advice(
        'push the image again for all its platforms, and keep untagged manifests that an index names out of the clean-up (retention) of the registry',
      ),
    ],
    facts: { host: error.host ?? registryOf(pull), address: error.address, status: error.status },
  } as const;
}
