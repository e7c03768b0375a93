import type { ImageVolumeMount } from '../model/evidence.ts';
import { advice, type Fix, type NonEmpty, type Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { kubeletSays, listed, podSource, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'image-volume-mount-failed',
  stage: 'node',
  title: 'image volume that cannot be mounted',
  explains: ['volume-image-error'],
  refines: ['image-volume-not-attempted'],
  proof: [{ on: ['words'], since: 'they are of the mount, and name the volume or it is the only one' }],
  detect(pull) {
    const { failure, image } = pull;
    if (failure?.error.label !== 'volume-image-error') return null;
    const at = atFault(image.imageVolumes, failure.text);
    const [first] = at;
    if (first === undefined) return null;
    const { container } = image;
    const volumes = listed(at.map(({ name, image: reference }) => `${name} (${reference})`));
    const unsupported = noVolumes.test(failure.text);
    const subPath = at.length === 1 && namesSubPath(first, failure.text) ? first.subPath : null;
    const draft = {
      what: whatOf(pull, at, subPath, unsupported),
      why: [
        { source: podSource(pull), says: `mounts image volume ${volumes} in ${container}` },
        ...runtimeSays(pull, unsupported),
        ...kubeletSays(pull),
      ] satisfies NonEmpty<Why>,
      fixes: [fixFor(pull, first, subPath, unsupported)],
      facts: { volumes: at.map(({ name }) => name), subPath, unsupported },
    } as const;
    return at.length === 1 && !unsupported
      ? { ...draft, certainty: 'proven', unchecked: [] }
      : {
          ...draft,
          certainty: 'likely',
          unchecked: [
            unsupported
              ? 'whether the runtime supports image volumes: its words do not name the volume'
              : 'which of the volumes it is: the words do not name it',
          ],
        };
  },
});

/** A runtime without image volumes: it takes the volume for a host path without a name. */
const noVolumes = /failed to mkdir "": mkdir|field Source must not be empty|invalid volume specification/i;

const namesSubPath = ({ subPath }: ImageVolumeMount, text: string) =>
  subPath !== null && subPath !== '' && text.includes(subPath);

/**
 * The volumes that the words may mean: those that they name, by sub path or reference, else all.
 */
function atFault(volumes: readonly ImageVolumeMount[], text: string): readonly ImageVolumeMount[] {
  const named = volumes.filter((volume) => namesSubPath(volume, text) || text.includes(volume.image));
  return named.length > 0 ? named : volumes;
}

function whatOf(
  { image: { container }, evidence }: ImageContext,
  at: readonly ImageVolumeMount[],
  subPath: string | null,
  unsupported: boolean,
): string {
  const names = listed(at.map(({ name }) => `\`${name}\``));
  const volumes = `image volume${at.length === 1 ? '' : 's'} ${names}`;
  if (unsupported)
    return `container ${container} cannot mount ${volumes}: the runtime of ${evidence.pod.node ?? 'the node'} gives it no source`;
  return subPath === null
    ? `container ${container} cannot mount ${volumes}`
    : `container ${container} cannot mount ${volumes}: sub path \`${subPath}\` is not in the image`;
}

function runtimeSays({ evidence: { node } }: ImageContext, unsupported: boolean): readonly Why[] {
  if (!unsupported || node.status !== 'found') return [];
  const { name, containerRuntime } = node.value;
  return [
    {
      source: sourceOf({ kind: 'Node', name }),
      says: `runs ${containerRuntime || 'a runtime that it does not name'}; image volumes came with containerd 2.1 and CRI-O 1.31`,
    },
  ];
}

function fixFor(
  { evidence }: ImageContext,
  volume: ImageVolumeMount,
  subPath: string | null,
  unsupported: boolean,
): Fix {
  const node = evidence.pod.node ?? 'the node';
  const title = unsupported
    ? `put the Pod on a node whose runtime mounts images (containerd 2.1, CRI-O 1.31 or later), or bring the files with an init container`
    : subPath !== null
      ? `correct subPath ${subPath} of volume ${volume.name} where the Pod is defined, or name an image that holds that path (now ${volume.image})`
      : `read the log of the container runtime on ${node}, and compare subPath and mountPath of volume ${volume.name} with what ${volume.image} holds`;
  return advice(title);
}
