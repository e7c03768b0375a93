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
    const { image, pullPolicy, container } = evidence.image;
    const node = evidence.pod.pod.node ?? 'the node';
    const never = pullPolicy === 'Never';
    return {
      certainty: 'proven',
      unchecked: never
        ? [
            `whether ${image} is on ${node} after all: a kubelet that verifies credentials (on by default from 1.35) says the same of an image that this Pod may not use`,
          ]
        : [],
      what: never
        ? `\`${image}\` may not be pulled, and ${node} does not offer it to this Pod`
        : `the kubelet of ${node} cannot verify that this Pod may use \`${image}\``,
      why: [
        { source: podSource(pull), says: `sets imagePullPolicy of ${container} to ${pullPolicy}` },
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: never
            ? `load the image onto ${node} (kind load, minikube image load, ctr -n k8s.io images import), or set imagePullPolicy: IfNotPresent where the Pod is defined`
            : `have the kubelet's pull records on ${node} examined (image_manager below its root directory) and the disk that holds them`,
          pipeline: [],
          effect: 'none',
          after: '',
        },
      ],
      facts: { pullPolicy: evidence.image.pullPolicy },
    };
  },
});
