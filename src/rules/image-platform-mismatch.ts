import { defineRule } from './define-rule.ts';
import { platformsElsewhere } from './shared/neighbours/neighbour-platforms.ts';
import { kubeletSays, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'image-platform-mismatch',
  stage: 'manifest',
  title: "image without the node's platform",
  explains: ['platform-mismatch'],
  detect(pull) {
    const { failure, image, evidence } = pull;
    if (failure?.error.label !== 'platform-mismatch') return null;
    const node = evidence.node.status === 'found' ? evidence.node.value : null;
    const platform = node === null ? null : `${node.os}/${node.architecture}`;
    const name = evidence.pod.node ?? 'the node';
    const elsewhere = platformsElsewhere(pull, node);
    return {
      certainty: 'proven',
      unchecked: ['which platforms the image has: the registry was not asked', ...elsewhere.unchecked],
      what: `\`${image.image}\` has no entry for ${platform === null ? `the platform of ${name}` : `${platform}, the platform of ${name}`}`,
      why: [
        {
          source: 'the registry',
          says: 'has the image, as an index of platforms, without one for this node',
        },
        ...(platform === null ? [] : [{ source: sourceOf({ kind: 'Node', name }), says: `is ${platform}` }]),
        ...elsewhere.why,
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: `build and push the image for ${platform ?? 'the platform of the node'} too (docker buildx build --platform)${elsewhere.where === null ? '' : `, or put the Pod on ${elsewhere.where}`}`,
          pipeline: [],
          effect: 'none',
          after: '',
        },
        {
          title: 'list the nodes with their platforms',
          pipeline: [['kubectl', 'get', 'nodes', '-L', 'kubernetes.io/os,kubernetes.io/arch']],
          effect: 'reads',
          after: '',
        },
      ],
      facts: {
        os: node?.os ?? null,
        architecture: node?.architecture ?? null,
        nodes: elsewhere.names,
      },
    };
  },
});
