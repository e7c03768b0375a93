import type { NodePlatform } from '../../../model/evidence.ts';
import type { Why } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { plural } from '../sources.ts';
import { mostNamed, someOf } from './neighbour-nodes.ts';
import { neighbourPods } from './neighbour-pods.ts';

/** What the other nodes of the cluster offer to an image that lacks the platform of its own. */
export interface Elsewhere {
  /** Nodes of another platform, those that run the image first; five at most. */
  readonly names: readonly string[];
  readonly why: readonly Why[];
  /**
   * Which nodes to put the Pod on, in words; null where the cluster has none of another platform.
   */
  readonly where: string | null;
  readonly unchecked: readonly string[];
}

/**
 * Looks for nodes of another platform than `own`, and for Pods that run this very image there.
 * `own` is null where it is not known.
 */
export function platformsElsewhere(pull: ImageContext, own: NodePlatform | null): Elsewhere {
  const { nodes, source } = pull.evidence;
  const nothing = { names: [], why: [], where: 'nodes that fit', unchecked: [] };
  if (nodes?.status === 'denied')
    return { ...nothing, unchecked: ['which other nodes would do: list nodes is forbidden to you'] };
  if (nodes?.status === 'failed')
    return { ...nothing, unchecked: [`which other nodes would do: ${nodes.problem}`] };
  if (nodes?.status !== 'found' || own === null) return nothing;
  const others = nodes.value.filter(
    ({ os, architecture }) => os !== own.os || architecture !== own.architecture,
  );
  const read = nodes.value.length;
  if (others.length === 0 && source === 'cluster' && read > 0) {
    const says = `has no node of another platform among the ${plural(read, 'node')} read that take${read === 1 ? 's' : ''} Pods`;
    return { ...nothing, why: [{ source: 'the cluster', says }], where: null };
  }
  // a file may hold this node alone
  return others.length === 0 ? nothing : { ...nothing, ...described(others, nodesThatRun(pull)) };
}

/** The nodes on which another Pod of the namespace runs this very image. */
const nodesThatRun = (pull: ImageContext): ReadonlySet<string | null> =>
  new Set(
    neighbourPods(pull)
      .filter(({ images }) =>
        images.some(({ image, state }) => image === pull.image.image && state === 'runs'),
      )
      .map((pod) => pod.node),
  );

function described(others: readonly NodePlatform[], running: ReadonlySet<string | null>) {
  const sorted = others.toSorted(
    (a, b) => Number(running.has(b.name)) - Number(running.has(a.name)) || (a.name < b.name ? -1 : 1),
  );
  const proven = sorted.filter((one) => running.has(one.name));
  const proof =
    proven.length === 0
      ? ''
      : `; ${someOf(proven.map((one) => one.name))} ${proven.length === 1 ? 'runs' : 'run'} the image`;
  const says = `has nodes of another platform: ${someOf(sorted.map(withPlatform))}${proof}`;
  return {
    names: sorted.map((one) => one.name).slice(0, mostNamed),
    why: [{ source: 'the cluster', says }],
    where:
      proven.length > 0
        ? `nodes like ${someOf(proven.map(withPlatform))}, where the image runs`
        : 'nodes that fit',
  };
}

const withPlatform = ({ name, os, architecture }: NodePlatform) => `${name} (${os}/${architecture})`;
