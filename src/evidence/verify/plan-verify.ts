import { type Fields, fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { mostImages, type VerifyImage, type VerifyPlan } from './verify-pod.ts';

/** What the user asked for beside the target. Empty lists and nulls leave the choice to the Pod. */
export interface VerifyWishes {
  readonly containers: readonly string[];
  readonly image: string | null;
  readonly secrets: readonly string[];
  readonly node: string | null;
  readonly timeoutSeconds: number;
}

/** The Pod, or a workload and its template, whose images are to be pulled. */
export interface VerifySubject {
  /** The object that the verify Pod belongs to; null for a template of no object. */
  readonly owner: KubeObject | null;
  readonly namespace: string;
  /** A Pod itself, or a template. */
  readonly template: Fields;
}

/**
 * A plan, or why there is none in one line. `virtual`: the node is not a machine that takes Pods by
 * name.
 */
export type Planned = { readonly plan: VerifyPlan; readonly virtual: boolean } | { readonly refused: string };

/**
 * Plans the verify Pod. `node` is the Node of the Pod, where it could be read. Each distinct image
 * is pulled once, whatever number of containers has it.
 */
export function planVerify(
  { owner, namespace, template }: VerifySubject,
  wishes: VerifyWishes,
  node: KubeObject | null,
  name: string,
): Planned {
  const spec = fields(template['spec']);
  const all = imagesOf(spec);
  const unknown = wishes.containers.filter((one) => !all.some(({ container }) => container === one));
  if (unknown.length > 0)
    return {
      refused: `there is no container ${unknown.join(', ')}; the Pod has ${all.map(({ container }) => container).join(', ')}`,
    };
  const chosen =
    wishes.containers.length === 0
      ? all
      : all.filter(({ container }) => wishes.containers.includes(container));
  const wanted = wishes.image === null ? chosen : replaced(chosen, wishes.image);
  const images = [...new Map(wanted.toReversed().map((one) => [one.image, one])).values()].toReversed();
  if (images.length === 0) return { refused: 'the Pod has no image' };
  if (images.length > mostImages)
    return {
      refused: `the Pod has ${images.length} images, and ${mostImages} are verified at most: choose with -c`,
    };
  const virtual = wishes.node === null && node !== null && isVirtual(node);
  return {
    virtual,
    plan: {
      ...{ namespace, name, images, spec },
      labels: virtual ? fargateProfile(template) : {},
      secrets: wishes.secrets.length === 0 ? null : wishes.secrets,
      node: wishes.node ?? (virtual ? null : text(spec['nodeName']) || null),
      windows: osOf(spec, node) === 'windows',
      owner: owner === null ? null : ownerOf(owner),
      timeoutSeconds: wishes.timeoutSeconds,
    },
  };
}

/**
 * Containers of a Pod have different names; an image volume may have the name of one, and pulls by
 * a container here.
 */
function imagesOf(spec: Fields): readonly VerifyImage[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers']
    .flatMap((key) => list(spec[key]))
    .map(fields)
    .map((source) => ({ container: text(source['name']), image: text(source['image']), source }));
  const taken = new Set(containers.map(({ container }) => container));
  const volumes = list(spec['volumes'])
    .map(fields)
    .map((volume) => ({
      container: freeName(text(volume['name']), taken),
      image: text(fields(volume['image'])['reference']),
      source: {},
    }));
  return [...volumes, ...containers].filter(({ image }) => image !== '');
}

const freeName = (name: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? freeName(`${name.slice(0, 60)}-v`, taken) : name;

/** One other image in place of those that were chosen. */
const replaced = (chosen: readonly VerifyImage[], image: string): readonly VerifyImage[] =>
  chosen.slice(0, 1).map((one) => ({ ...one, image }));

const osOf = (spec: Fields, node: KubeObject | null): string =>
  node === null
    ? text(fields(spec['os'])['name'])
    : text(fields(fields(node['status'])['nodeInfo'])['operatingSystem']);

/**
 * Fargate and the virtual kubelet make a node for a Pod, or none that runs what others put on it.
 */
function isVirtual(node: KubeObject): boolean {
  const labels = fields(node.metadata['labels']);
  return (
    labels['eks.amazonaws.com/compute-type'] === 'fargate' ||
    labels['type'] === 'virtual-kubelet' ||
    list(fields(node['spec'])['taints']).some(
      (taint) => fields(taint)['key'] === 'virtual-kubelet.io/provider',
    )
  );
}

/** The one label that chooses a Fargate profile by name. */
function fargateProfile(template: Fields): Readonly<Record<string, string>> {
  const key = 'eks.amazonaws.com/fargate-profile';
  const profile = text(fields(fields(template['metadata'])['labels'])[key]);
  return profile === '' ? {} : { [key]: profile };
}

const ownerOf = ({ apiVersion = 'v1', kind = 'Pod', metadata }: KubeObject) =>
  metadata.uid === undefined ? null : { apiVersion, kind, name: metadata.name, uid: metadata.uid };
