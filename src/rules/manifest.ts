import { rulesFromWords } from './shared/from-words.ts';
import { repositoryOf } from './shared/sources.ts';

export default rulesFromWords('manifest', [
  {
    id: 'image-not-runnable',
    title: 'artifact that is no container image',
    explains: ['manifest-schema-unsupported', 'volume-image-error'],
    what: (_, pull) => `\`${pull.image.image}\` is not an image that the runtime can run`,
    means: (_, pull) =>
      `${repositoryOf(pull)} was found and may be read, but holds something else: a Helm chart, a signature, an image of the old schema 1, or a web page`,
    fix: () =>
      'name the container image instead (for a chart: the image in its values), or have the image built and pushed anew',
  },
]);
