import type { Fix } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { setImage, undoRollout } from './fixes/image-fixes.ts';
import { nearImages } from './neighbours/near-images.ts';
import { registryOf, repositoryOf } from './sources.ts';

/**
 * Registries that are known to answer alike for a repository that is private and one that is not
 * there.
 */
const alike =
  /^(?:docker\.io|quay\.io|ghcr\.io|nvcr\.io|registry\.gitlab\.com|(?:[a-z-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev|[a-z0-9-]+\.azurecr\.io)$/;

/** That a refusal does not tell whether the repository is there. */
export function hidesAbsence(pull: ImageContext): string {
  const registry = registryOf(pull);
  return alike.test(registry)
    ? `gives one answer for a repository that is private and one that it does not have`
    : 'may give one answer for a repository that is private and one that it does not have';
}

/**
 * The name first, where private and absent look alike or the image is not there: what other Pods
 * run of that registry under almost this name, the revision that ran before, else a look at the
 * registry.
 */
export function compareName(pull: ImageContext, title?: string): readonly Fix[] {
  const [near] = nearImages(pull);
  const undo = undoRollout(pull);
  const set =
    near === undefined
      ? []
      : [
          setImage(
            pull,
            near.image,
            near.sameRepository
              ? `compare the version: Pod ${near.pod} runs ${near.image}; set that one`
              : `compare the name: Pod ${near.pod} runs ${near.image}; set that one if it was meant`,
          ),
        ];
  const fixes = [...set, ...undo.map((fix) => (set.length > 0 ? { ...fix, alternative: true } : fix))];
  const look = lookUp(pull, title);
  return fixes.length > 0 ? [...fixes, alternative(look)] : [look];
}

const alternative = (fix: Fix): Fix => ({ ...fix, alternative: true });

/** Asks the registry which versions there are; a login of the caller's own is used. */
function lookUp(pull: ImageContext, title?: string): Fix {
  const repository = repositoryOf(pull);
  return {
    title: title ?? `compare the image name with the registry: list the tags of ${repository}`,
    pipeline: [['skopeo', 'list-tags', `docker://${repository}`]],
    effect: 'reads',
    after: 'a list means that the repository is there; compare the tag',
  };
}
