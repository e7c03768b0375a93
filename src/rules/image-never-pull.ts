import { advice, type Fix, type Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { kubeletOf } from './shared/kubelet-version.ts';
import { kubeletSays, podSource, sourceOf } from './shared/sources.ts';

/** KubeletEnsureSecretPulledImages: alpha in 1.33, on by default from 1.35 (KEP-2535). Before it a present image is free for all. */
const verifies = { from: 33, byDefault: 35 };

export default defineRule({
  id: 'image-never-pull',
  stage: 'policy',
  title: 'pull policy Never and no image on the node',
  explains: ['never-pull-policy', 'ensure-secret-pulled'],
  proof: [{ on: ['words'], since: 'the kubelet refuses by itself' }],
  detect(pull) {
    const { failure } = pull;
    if (failure === null || !['never-pull-policy', 'ensure-secret-pulled'].includes(failure.error.label))
      return null;
    const { image, pullPolicy, container } = pull.image;
    const node = nodeOf(pull);
    const never = pullPolicy === 'Never';
    return {
      certainty: 'proven',
      unchecked: never ? whetherThere(pull) : [],
      what: never
        ? `\`${image}\` may not be pulled, and ${isGone(pull) ? `is not on ${node}` : `${node} does not offer it to this Pod`}`
        : `the kubelet of ${node} cannot verify that this Pod may use \`${image}\``,
      why: [
        { source: podSource(pull), says: `sets imagePullPolicy of ${container} to ${pullPolicy}` },
        ...(never ? versionSays(pull) : []),
        ...kubeletSays(pull),
      ],
      fixes: never ? [load(pull), ...admit(pull)] : [examine(pull)],
      facts: { pullPolicy },
    };
  },
});

const nodeOf = ({ evidence }: ImageContext) => evidence.pod.node ?? 'the node';

/** The kubelet is too old to keep an image that is there from a Pod: the image is not there. */
const isGone = (pull: ImageContext) => (kubeletOf(pull)?.minor ?? verifies.from) < verifies.from;

function whetherThere(pull: ImageContext): readonly string[] {
  if (isGone(pull)) return [];
  const kubelet = kubeletOf(pull);
  const { image } = pull.image;
  const who =
    kubelet === null
      ? 'a kubelet that verifies credentials (on by default from 1.35)'
      : kubelet.minor < verifies.byDefault
        ? `kubelet ${kubelet.text}, where its feature gate KubeletEnsureSecretPulledImages was turned on,`
        : `kubelet ${kubelet.text} verifies credentials by default, and`;
  return [
    `whether ${image} is on ${nodeOf(pull)} after all: ${who} says the same of an image that this Pod may not use`,
  ];
}

function versionSays(pull: ImageContext): readonly Why[] {
  const kubelet = kubeletOf(pull);
  return kubelet === null || !isGone(pull)
    ? []
    : [
        {
          source: sourceOf({ kind: 'Node', name: nodeOf(pull) }),
          says: `runs kubelet ${kubelet.text}, which gives every Pod the images that are there`,
        },
      ];
}

const load = (pull: ImageContext) =>
  advice(
    `load the image onto ${nodeOf(pull)} (kind load, minikube image load, ctr -n k8s.io images import), or set imagePullPolicy: IfNotPresent where the Pod is defined`,
  );

/** An image that some Pod pulled with a secret is kept from those that do not bring it. */
const admit = (pull: ImageContext): readonly Fix[] =>
  (kubeletOf(pull)?.minor ?? 0) < verifies.byDefault
    ? []
    : [
        advice(
          'where it is there, list the pull secret that it was pulled with where the Pod is defined',
          true,
        ),
      ];

const examine = (pull: ImageContext) =>
  advice(
    `have the kubelet's pull records on ${nodeOf(pull)} examined (image_manager below its root directory) and the disk that holds them`,
  );
