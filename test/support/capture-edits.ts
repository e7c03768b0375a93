import type { KubeObject } from '../../src/objects/object-reader.ts';
import { accountObject, type SecretSpec, secretObject } from './objects.ts';

/** A change to the objects of a recording with one Pod. */
export type Edit = (objects: readonly KubeObject[]) => readonly KubeObject[];

type Named = { readonly name: string };

const namespaceOf = (objects: readonly KubeObject[]) =>
  objects.find((object) => object.kind === 'Pod')?.metadata.namespace ?? 'default';

const listOf = (pod: KubeObject) =>
  (pod['spec'] as { readonly imagePullSecrets?: readonly Named[] }).imagePullSecrets ?? [];

const withList =
  (change: (list: readonly Named[]) => readonly Named[]) =>
  (object: KubeObject): KubeObject =>
    object.kind === 'Pod'
      ? { ...object, spec: { ...(object['spec'] as object), imagePullSecrets: change(listOf(object)) } }
      : object;

/** Puts a name at the end of the Pod's list. */
export const lists =
  (name: string): Edit =>
  (objects) =>
    objects.map(withList((list) => [...list, { name }]));

/** Leaves the Pod without a list. */
export const listsNothing: Edit = (objects) => objects.map(withList(() => []));

/** Makes a Secret in the Pod's namespace, in place of one of that name. */
export const holds =
  (name: string, spec: SecretSpec): Edit =>
  (objects) => [
    ...objects.filter((object) => object.kind !== 'Secret' || object.metadata.name !== name),
    secretObject(namespaceOf(objects), name, spec),
  ];

/** Has the ServiceAccount `default` list these names. */
export const accountLists =
  (...list: string[]): Edit =>
  (objects) => [
    ...objects.filter((object) => object.kind !== 'ServiceAccount'),
    accountObject(namespaceOf(objects), { list }),
  ];

/** Puts what a recording says of one registry host under another, the registry's own words too. */
export const movedTo =
  (from: string, host: string): Edit =>
  (objects) =>
    JSON.parse(JSON.stringify(objects).replaceAll(from, host)) as KubeObject[];

/** Gives every node this providerID. */
export const onMachine =
  (providerID: string): Edit =>
  (objects) =>
    objects.map((object) =>
      object.kind === 'Node' ? { ...object, spec: { ...(object['spec'] as object), providerID } } : object,
    );

/** All changes, one after the other. */
export const edited = (objects: readonly KubeObject[], edits: readonly Edit[]): readonly KubeObject[] =>
  edits.reduce((sofar, edit) => edit(sofar), objects);
