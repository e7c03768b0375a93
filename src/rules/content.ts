import type { ProbeManifest } from '../model/probe.ts';
import { rulesFromWords } from './shared/from-words.ts';
import { lacksManifest } from './shared/missing-manifest.ts';
import { listed, repositoryOf } from './shared/sources.ts';

/** What a registry that was asked for each part answered. */
function askedHere(manifest: ProbeManifest | null): string {
  if (manifest === null) return '';
  const layers = manifest.layersGone ?? [];
  const gone = [...(manifest.configPresent === false ? ['the config'] : []), ...layers.slice(0, 3)];
  if (gone.length > 0)
    return `. Asked from here, it answers 404 for ${listed(gone)}${layers.length > 3 ? ` and ${layers.length - 3} more` : ''}`;
  if (manifest.digestMatches === false)
    return '. Asked from here, the bytes of the manifest do not have the digest that it names';
  return manifest.layersGone === null || manifest.layersGone === undefined
    ? ''
    : '. Asked from here, every layer is there';
}

export default rulesFromWords('content', [
  {
    id: 'image-content-missing',
    title: 'layer or config that is not there or corrupt',
    explains: ['blob-missing-or-corrupt', 'digest-mismatch'],
    what: (_, pull) => `a part of \`${repositoryOf(pull)}\` cannot be fetched whole`,
    means: (_, { probe }) =>
      `the manifest was read, but a layer or the config it names is not in the registry, or its bytes do not have the digest${askedHere(probe?.manifest ?? null)}`,
    fix: () =>
      'push the image again (all layers), and look at garbage collection, mirrors and caches of the registry',
    when: (error, pull) => !lacksManifest(error, pull),
  },
]);
