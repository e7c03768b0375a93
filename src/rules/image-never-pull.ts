import type { NeighbourPod } from '../model/evidence.ts';
import { advice, type Fix, type Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { givesToAll, verificationPolicy, verifies } from './shared/image-verification.ts';
import { kubeletOf } from './shared/kubelet-version.ts';
import { neighbourPods } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { kubeletSays, listed, podSource, sourceOf } from './shared/sources.ts';

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
    const gone = givesToAll(pull);
    const user = never ? userOnNode(pull) : null;
    return {
      certainty: 'proven',
      unchecked: never && user === null ? whetherThere(pull) : [],
      what: never
        ? `\`${image}\` may not be pulled, and ${isGone(pull) ? `is not on ${node}` : `${node} ${user === null ? 'does not offer it to' : 'has it, but not for'} this Pod`}`
        : `the kubelet of ${node} cannot verify that this Pod may use \`${image}\``,
      why: [
        { source: podSource(pull), says: `sets imagePullPolicy of ${container} to ${pullPolicy}` },
        ...(never && gone !== null ? [gone] : []),
        ...(user === null ? [] : userSays(pull, user)),
        ...kubeletSays(pull),
      ],
      fixes: !never ? [examine(pull)] : user === null ? [load(pull), ...admit(pull)] : admitLike(pull, user),
      facts: { pullPolicy },
    };
  },
});

const nodeOf = ({ evidence }: ImageContext) => evidence.pod.node ?? 'the node';

/** The kubelet keeps no image that is there from a Pod: the image is not there. */
const isGone = (pull: ImageContext) => givesToAll(pull) !== null;

function whetherThere(pull: ImageContext): readonly string[] {
  if (isGone(pull)) return [];
  const kubelet = kubeletOf(pull);
  const { image } = pull.image;
  const policy = verificationPolicy(pull);
  const who =
    policy !== null
      ? `its kubelet verifies credentials (imagePullCredentialsVerificationPolicy ${policy}), and`
      : kubelet === null
        ? 'a kubelet that verifies credentials (on by default from 1.35)'
        : kubelet.minor < verifies.byDefault
          ? `kubelet ${kubelet.text}, where its feature gate KubeletEnsureSecretPulledImages was turned on,`
          : `kubelet ${kubelet.text} verifies credentials by default, and`;
  return [
    `whether ${image} is on ${nodeOf(pull)} after all: ${who} says the same of an image that this Pod may not use`,
  ];
}

/**
 * A Pod that runs this very image on the node: it is there, and a kubelet that verifies credentials
 * keeps it from this Pod.
 */
const userOnNode = (pull: ImageContext): NeighbourPod | null =>
  isGone(pull)
    ? null
    : (neighbourPods(pull).find(
        ({ node, images }) =>
          node !== null &&
          node === pull.evidence.pod.node &&
          images.some((one) => one.state === 'runs' && one.image === pull.image.image),
      ) ?? null);

function userSays({ evidence }: ImageContext, { name, imagePullSecrets }: NeighbourPod): readonly Why[] {
  const { namespace, node } = evidence.pod;
  const list =
    imagePullSecrets.length === 0
      ? 'without a pull secret of its own list'
      : `with pull secret ${listed(imagePullSecrets.map((one) => `\`${one}\``))}`;
  return [
    { source: sourceOf({ kind: 'Pod', namespace, name }), says: `runs the image on ${node} ${list}` },
    {
      source: 'kubelet',
      says: 'gives a Pod an image that was pulled with a secret only if the Pod brings that credential (1.35)',
    },
  ];
}

const load = (pull: ImageContext) =>
  advice(
    `load the image onto ${nodeOf(pull)} (kind load, minikube image load, ctr -n k8s.io images import), or set imagePullPolicy: IfNotPresent where the Pod is defined`,
  );

const admitLike = (pull: ImageContext, { imagePullSecrets }: NeighbourPod): readonly Fix[] => {
  const otherwise = advice(
    'set imagePullPolicy: IfNotPresent where the Pod is defined, so that its own credential is tried',
  );
  const own = pull.evidence.pod.imagePullSecrets;
  const lacks = imagePullSecrets.filter((name) => !own.includes(name));
  const serving = orExistingSecret(pull, [otherwise]);
  if (serving.length > 1 || lacks.length === 0) return serving;
  const names = listed(lacks.map((name) => `\`${name}\``));
  return [advice(`list pull secret ${names} where the Pod is defined`), { ...otherwise, alternative: true }];
};

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
