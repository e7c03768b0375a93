import type { NeighbourImage } from '../../../model/evidence.ts';
import type { Why } from '../../../model/finding.ts';
import type { PullErrorLabel } from '../../../model/pull-error.ts';
import type { ImageContext } from '../../define-rule.ts';
import { isSilent } from '../labels.ts';
import { listed, plural, registryOf, sourceOf } from '../sources.ts';
import { neighbourPods } from './neighbour-pods.ts';

/**
 * Where pulls from the image's registry stand, by other Pods of the namespace. Names of nodes,
 * sorted; the Pod's own is not among them.
 */
export interface Spread {
  /** Nodes that run an image of the registry and have no failing one. */
  readonly through: readonly string[];
  /** Nodes on which a pull from the registry fails in the same way. */
  readonly stuck: readonly string[];
  /** One of `through` asked the registry about when this Pod failed, and got an answer. */
  readonly answered: boolean;
}

/** Which nodes fail as this one does (`labels`), and which get images of the same registry. */
export function spreadOf(pull: ImageContext, labels: readonly PullErrorLabel[]): Spread {
  const own = pull.evidence.pod.node;
  const uses = neighbourPods(pull).flatMap(({ node, images }) =>
    node === null || node === own
      ? []
      : images.filter((image) => image.registry === registryOf(pull)).map((image) => ({ node, image })),
  );
  const stuck = new Set(uses.filter(({ image }) => failsSo(pull, image, labels)).map(({ node }) => node));
  const running = uses.filter(({ node, image }) => image.state === 'runs' && !stuck.has(node));
  return {
    through: [...new Set(running.map(({ node }) => node))].sort(),
    stuck: [...stuck].sort(),
    answered: running.some(({ image }) => image.pullPolicy === 'Always' && startedAtTheTime(pull, image)),
  };
}

/**
 * A neighbour's status may hold the back-off alone; of the very same image that is telling enough.
 */
const failsSo = (
  pull: ImageContext,
  { state, error, image }: NeighbourImage,
  labels: readonly PullErrorLabel[],
) =>
  state === 'fails' &&
  error !== null &&
  (labels.includes(error) || (isSilent(error) && image === pull.image.image));

const hour = 3_600_000;

const startedAtTheTime = ({ failure, evidence }: ImageContext, { startedAt }: NeighbourImage) =>
  Date.parse(startedAt ?? '') > Date.parse(failure?.firstSeen ?? evidence.observedAt) - hour;

/** Names in one sentence. */
export const mostNamed = 5;

/** `node-1`, `node-1 and node-2`, `node-1, … and 3 more`. */
export const someOf = (names: readonly string[]) =>
  names.length <= mostNamed
    ? listed(names)
    : `${names.slice(0, mostNamed).join(', ')} and ${plural(names.length - mostNamed, 'more', 'more')}`;

/** The spread in words: what other nodes do, and where to look by that. */
export function nodesSay(pull: ImageContext, { through, stuck, answered }: Spread): readonly Why[] {
  const { pod } = pull.evidence;
  const own = pod.node ?? 'the node';
  const registry = registryOf(pull);
  const source = `Pods of namespace ${pod.namespace}`;
  if (through.length > 0) {
    const fail = stuck.length > 0 ? 'do' : 'does';
    const old = answered
      ? ''
      : '; those may have been there before, so that it proves little about the registry now';
    const says = `on ${someOf(through)} run images of ${registry}, while ${someOf([own, ...stuck])} ${fail} not get through${old}`;
    return [{ source, says }];
  }
  if (stuck.length === 0) return [];
  const says = `fail alike on ${someOf([own, ...stuck])}: the registry, or the network before it, rather than one node`;
  return [{ source, says }];
}

/** For the node's own trouble: how many other Pods it keeps from pulling, whatever their images. */
export function sameNodeSays(pull: ImageContext, labels: readonly PullErrorLabel[]): readonly Why[] {
  const { pod } = pull.evidence;
  const failing = neighbourPods(pull).filter(
    ({ node, images }) =>
      node !== null && node === pod.node && images.some((image) => failsSo(pull, image, labels)),
  );
  if (failing.length === 0 || pod.node === null) return [];
  const others = plural(failing.length, 'other Pod');
  return [
    {
      source: sourceOf({ kind: 'Node', name: pod.node }),
      says: `keeps ${others} of the namespace from pulling too`,
    },
  ];
}

/** Why nothing is known of other nodes, where that was asked for and not answered. */
export function unreadNeighbours({ evidence }: ImageContext): readonly string[] {
  const { neighbours, pod } = evidence;
  const what = `whether other nodes get through: the Pods of namespace ${pod.namespace}`;
  if (neighbours?.status === 'denied') return [`${what} may not be read (list pods)`];
  return neighbours?.status === 'failed' ? [`${what} could not be read: ${neighbours.problem}`] : [];
}
