import type { PullError } from '../model/pull-error.ts';
import type { ImageContext } from './define-rule.ts';
import { rulesFromWords } from './shared/from-words.ts';
import { repositoryOf } from './shared/sources.ts';

export default rulesFromWords('content', [
  {
    id: 'image-content-missing',
    title: 'layer or config that is not there or corrupt',
    explains: ['blob-missing-or-corrupt', 'digest-mismatch'],
    what: (_, pull) => `a part of \`${repositoryOf(pull)}\` cannot be fetched whole`,
    means: () =>
      'the manifest was read, but a layer or the config it names is not in the registry, or its bytes do not have the digest',
    fix: () =>
      'push the image again (all layers), and look at garbage collection, mirrors and caches of the registry',
    when: (error, pull) => !lacksManifest(error, pull),
  },
  {
    id: 'image-index-incomplete',
    title: 'index whose manifest for the platform is gone',
    explains: ['blob-missing-or-corrupt', 'digest-not-found', 'tag-not-found', 'repository-not-found'],
    refines: ['image-not-found', 'image-content-missing'],
    what: (_, pull) => `\`${pull.image.image}\` is there, but the manifest that its index names is not`,
    means: ({ error }) =>
      `the tag was found and is an index of platforms; the registry no longer has the manifest ${shortDigest(error.text)} that it names for the platform of the node. Clean-up jobs that delete untagged manifests do that`,
    fix: () =>
      'push the image again for all its platforms, and keep untagged manifests that an index names out of the clean-up (retention) of the registry',
    unchecked: ['which platforms of the index are left: the registry was not asked'],
    when: lacksManifest,
  },
]);

/** A manifest by digest is not there, though the image was found: it is one that the image's index names. */
function lacksManifest({ step, text }: PullError, pull: ImageContext): boolean {
  const { reference } = pull.simulation;
  const digest = missingDigest(text);
  return step === 'manifest' && digest !== null && !(reference.ok && reference.digest === digest);
}

const missingDigest = (text: string) =>
  /(?:\/manifests\/|(?:reading|fetching) manifest |manifest )(sha\d+:[0-9a-f]{8,128})/.exec(text)?.[1] ??
  null;

const shortDigest = (text: string) => `${(missingDigest(text) ?? '').slice(0, 19)}…`;
