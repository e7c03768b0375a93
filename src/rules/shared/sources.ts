import type { Why } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/observed.ts';
import type { Case } from '../define-rule.ts';

export const sourceOf = (ref: ObjectRef) =>
  ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;

export const podSource = ({ evidence }: Case) => {
  const { namespace, name } = evidence.pod.pod;
  return sourceOf({ kind: 'Pod', namespace, name });
};

export const secretSource = ({ evidence }: Case, name: string) =>
  sourceOf({ kind: 'Secret', namespace: evidence.pod.pod.namespace, name });

export const accountSource = ({ evidence }: Case) =>
  sourceOf({
    kind: 'ServiceAccount',
    namespace: evidence.pod.pod.namespace,
    name: evidence.pod.pod.serviceAccount,
  });

/** The kubelet's own words, whole; nothing where there are none. */
export function kubeletSays({ failure }: Case): readonly Why[] {
  return failure === null || failure.from === 'none'
    ? []
    : [{ source: 'kubelet', says: `"${failure.text}"` }];
}

/** `registry.acme.io:5000/shop/api` of a reference that parses, else the text of the Pod. */
export function repositoryOf({ simulation, evidence }: Case): string {
  const { reference } = simulation;
  return reference.ok ? `${reference.registry}/${reference.repository}` : evidence.image.image;
}

export const registryOf = ({ simulation, evidence }: Case) =>
  simulation.reference.ok ? simulation.reference.registry : evidence.image.image;

/** `1 entry`, `3 entries`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
