import { defineRule } from './define-rule.ts';
import { kubeletSays, podSource } from './words/sources.ts';

export default defineRule({
  id: 'image-never-pull',
  stage: 'policy',
  title: 'pull policy Never and no image on the node',
  explains: ['never-pull-policy', 'ensure-secret-pulled'],
  detect(pull) {
    const { failure, evidence } = pull;
    if (failure === null || !['never-pull-policy', 'ensure-secret-pulled'].includes(failure.error.label))
      return null;
    const { image } = evidence.image;
    const node = evidence.pod.pod.node ?? 'the node';
    return {
      certainty: 'proven',
      unchecked: [
        `whether ${image} is on ${node} after all: a kubelet that verifies credentials (on by default from 1.35) says the same of an image that this Pod may not use`,
      ],
      what: `\`${image}\` may not be pulled, and ${node} does not offer it to this Pod`,
      why: [
        {
          source: podSource(pull),
          says: `sets imagePullPolicy of ${evidence.image.container} to ${evidence.image.pullPolicy}`,
        },
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: `load the image onto ${node} (kind load, minikube image load, ctr -n k8s.io images import), or set imagePullPolicy: IfNotPresent where the Pod is defined`,
          pipeline: [],
          effect: 'none',
          after: '',
        },
      ],
      facts: { pullPolicy: evidence.image.pullPolicy },
    };
  },
});
