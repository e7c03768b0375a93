import { advice, type Fix } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { repositorySeen } from './shared/admitted.ts';
import { templatePatch } from './shared/fixes/container-fixes.ts';
import { aboutLogin, isSilent, loginErrors } from './shared/labels.ts';
import { type LocalCluster, localCluster } from './shared/local-cluster.ts';
import { kubeletSays, podSource, registryOf, sourceOf } from './shared/sources.ts';
import { repositoryExists } from './shared/unchecked.ts';

export default defineRule({
  id: 'local-image-not-loaded',
  stage: 'policy',
  title: "image of the developer's machine that is not on the cluster's node",
  explains: loginErrors,
  refines: ['no-pull-secret', 'image-access-ambiguous'],
  proof: [],
  detect(pull) {
    const { failure, simulation } = pull;
    if (failure === null || !aboutLogin(pull) || isSilent(failure.error.label)) return null;
    // a Pod that brings a login for the image means to pull it
    if (simulation.kind !== 'anonymous' || simulation.readings.length > 0 || repositorySeen(pull))
      return null;
    const cluster = localCluster(pull);
    if (cluster === null || !simulation.reference.ok) return null;
    const { pullPolicy, container } = pull.image;
    const implied = impliedAlways(pull);
    return {
      certainty: 'likely',
      unchecked: [
        "whether the image is on the developer's machine: only `docker image ls` there tells",
        repositoryExists,
      ],
      what: `the image is not on the node of this ${cluster.tool} cluster, and \`${registryOf(pull)}\` refuses an anonymous pull`,
      why: [
        {
          source: sourceOf({ kind: 'Node', name: pull.evidence.pod.node ?? '' }),
          says: `is of ${cluster.tool} (${cluster.sign}): an image built on this machine is not on it until it is loaded`,
        },
        {
          source: podSource(pull),
          says:
            pullPolicy === 'Always'
              ? `pulls ${container} with imagePullPolicy Always${implied ? ', the default for `:latest` and for no tag' : ''}: an image on the node is not used`
              : `pulls ${container} with imagePullPolicy ${pullPolicy}: an image on the node would be used`,
        },
        { source: podSource(pull), says: 'lists no imagePullSecrets' },
        ...kubeletSays(pull),
      ],
      fixes: [
        ...loadImage(pull, cluster),
        ...(pullPolicy === 'Always' ? [usePresent(pull)] : []),
        push(pull),
      ],
      facts: { tool: cluster.tool, pullPolicy },
    };
  },
});

/** The kubelet's default where neither tag nor digest is given, or the tag is `latest`. */
function impliedAlways({ simulation: { reference } }: ImageContext): boolean {
  return reference.ok && reference.digest === null && reference.tag === 'latest';
}

function loadImage({ image: { image } }: ImageContext, { tool, load }: LocalCluster): readonly Fix[] {
  const [first, ...rest] = load(image);
  return first === undefined
    ? [
        advice(
          `build it where ${tool} sees it (docker build -t ${image} .), with the Docker context of ${tool}`,
        ),
      ]
    : [
        {
          title: `load the image into the ${tool} cluster`,
          pipeline: [first, ...rest],
          effect: 'changes',
          after: 'the kubelet uses it at its next attempt, where the policy is IfNotPresent',
        },
      ];
}

/** Without this a loaded image is asked for at the registry all the same. */
const usePresent = (pull: ImageContext): Fix =>
  templatePatch(
    pull,
    (name) => [{ name, imagePullPolicy: 'IfNotPresent' }],
    'set imagePullPolicy: IfNotPresent, or give the image a tag other than `latest`',
  );

const push = (pull: ImageContext): Fix =>
  advice(
    `push the image to a registry, and name that in the Pod; if it is in ${registryOf(pull)} already, list a pull secret`,
    true,
  );
