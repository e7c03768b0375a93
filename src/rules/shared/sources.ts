import { notNamed } from '../../model/evidence.ts';
import type { Why } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/observed.ts';
import type { ImageContext } from '../define-rule.ts';

export { listed, plural } from '../../text/plural.ts';

export const sourceOf = (ref: ObjectRef) =>
  ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;

export const podSource = ({ evidence }: ImageContext) => {
  const { namespace, name } = evidence.pod;
  if (name === notNamed) return 'the Pod';
  return sourceOf({ kind: 'Pod', namespace, name });
};

export const secretSource = ({ evidence }: ImageContext, name: string) =>
  sourceOf({ kind: 'Secret', namespace: evidence.pod.namespace, name });

export const accountSource = ({ evidence }: ImageContext) =>
  sourceOf({
    kind: 'ServiceAccount',
    namespace: evidence.pod.namespace,
    name: evidence.pod.serviceAccount,
  });

/** The kubelet's own words, whole; nothing where there are none. */
export function kubeletSays({ failure }: ImageContext): readonly Why[] {
  return failure === null || failure.from === 'none'
    ? []
    : [{ source: 'kubelet', says: `"${failure.text}"` }];
}

/** `registry.acme.io:5000/shop/api` of a reference that parses, else the text of the Pod. */
export function repositoryOf({ simulation, image }: Pick<ImageContext, 'simulation' | 'image'>): string {
  const { reference } = simulation;
  return reference.ok ? `${reference.registry}/${reference.repository}` : image.image;
}

export const registryOf = ({ simulation, image }: ImageContext) =>
  simulation.reference.ok ? simulation.reference.registry : image.image;
