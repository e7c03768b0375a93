import { rulesFromWords } from './shared/from-words.ts';
import { lacksManifest } from './shared/missing-manifest.ts';
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
]);
