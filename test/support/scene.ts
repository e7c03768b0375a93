import type { ProbeResult } from '../../src/model/probe.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import {
  type AccountSpec,
  accountObject,
  type EventSpec,
  eventObject,
  longAgo,
  type MachineSpec,
  nodeObject,
  type SecretSpec,
  secretObject,
} from './objects.ts';

export const namespace = 'shop';
export const observedAt = '2026-03-05T12:00:00Z';
export const defaultImage = 'registry.acme.io/shop/api:1.4';

export type OwnerKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Job' | 'ReplicaSet';
type Waiting = { readonly reason: string; readonly message?: string };

/** One Pod and its surroundings in short; what is not given is sound. */
export interface Scene {
  readonly image?: string;
  readonly policy?: string;
  /**
   * The runtime's words about the failed pull; null where no event holds them any more. Without it
   * the container runs.
   */
  readonly says?: string | null;
  readonly state?: 'running' | 'pending' | Waiting;
  /** In place of the events that `says` gives. */
  readonly events?: readonly EventSpec[];
  /** Images of running containers beside `app`. */
  readonly beside?: Readonly<Record<string, string>>;
  /** They wait with this in place of running. */
  readonly besideWaits?: Waiting;
  /** Secrets of the Pod's namespace. */
  readonly secrets?: Readonly<Record<string, SecretSpec>>;
  /** The Pod's own list; unless given, every secret of `secrets`. */
  readonly list?: readonly string[];
  readonly account?: AccountSpec | null;
  /** Secrets of other namespaces: by namespace, then by name. */
  readonly elsewhere?: Readonly<Record<string, Readonly<Record<string, SecretSpec>>>>;
  readonly owner?: OwnerKind;
  /** `os/architecture` of the node; null for a Pod that is not scheduled. */
  readonly node?: string | null;
  /** Its name; `worker-3` unless given. Another one has no Node object. */
  readonly nodeName?: string;
  /** Cloud and version of the node. */
  readonly machine?: MachineSpec;
  /** The reference of an image volume that `app` mounts. */
  readonly volume?: string;
  /** The part of it that `app` mounts. */
  readonly subPath?: string;
  /**
   * Reads that give nothing, by `secrets/regcred`, `serviceaccounts/default`, `nodes/worker-3` or,
   * for lists, `events`, `secrets`, `pods` and `nodes`.
   */
  readonly unread?: Readonly<Record<string, 'denied' | 'failed'>>;
  readonly observedAt?: string;
  /** What the registry answered for the image of `app`. */
  readonly probe?: ProbeResult;
  /** Other Pods of the namespace, by name. */
  readonly neighbours?: Readonly<Record<string, NeighbourSpec>>;
  /** Nodes beside the Pod's own: `os/architecture` by name. */
  readonly nodes?: Readonly<Record<string, string>>;
}

/**
 * Another Pod with one container `app`; unless `fails` gives the words of its failed pull, it runs.
 */
export interface NeighbourSpec {
  readonly image?: string;
  readonly policy?: string;
  /** Null where it is not scheduled; `worker-7` unless given. */
  readonly node?: string | null;
  readonly list?: readonly string[];
  readonly fails?: string;
  readonly startedAt?: string;
  readonly phase?: string;
  readonly controller?: { readonly kind: string; readonly name: string };
}

/**
 * The API objects of a scene. A bystander of every kind is there, so that what a file lacks counts
 * as absent.
 */
export function sceneObjects(scene: Scene): readonly KubeObject[] {
  const { secrets = {}, account = { list: [] }, node = 'linux/amd64', elsewhere = {} } = scene;
  const [os, architecture] = (node ?? '').split('/');
  return [
    podObject(scene),
    ...owners(scene.owner),
    ...eventsOf(scene).map((event, index) => eventObject(namespace, podName(scene), index, event)),
    eventObject(namespace, 'bystander', 0, { reason: 'Scheduled', message: 'Successfully assigned' }),
    ...Object.entries(secrets).map(([name, spec]) => secretObject(namespace, name, spec)),
    secretObject(namespace, 'bystander', { type: 'Opaque', data: { color: 'green' } }),
    ...Object.entries(elsewhere).flatMap(([other, held]) =>
      Object.entries(held).map(([name, spec]) => secretObject(other, name, spec)),
    ),
    accountObject(namespace, { name: 'bystander', list: [] }),
    ...(account === null ? [] : [accountObject(namespace, account)]),
    ...(node === null ? [] : [nodeObject('worker-3', os, architecture, scene.machine)]),
    ...Object.entries(scene.neighbours ?? {}).map(neighbourObject),
    ...Object.entries(scene.nodes ?? {}).map(([name, platform]) => nodeObject(name, ...platform.split('/'))),
  ];
}

export const podName = ({ owner }: Scene) => (owner === undefined ? 'web' : 'web-x7k2p');

function podObject(scene: Scene): KubeObject {
  const {
    image = defaultImage,
    policy,
    volume,
    subPath,
    beside = {},
    besideWaits,
    list = Object.keys(scene.secrets ?? {}),
  } = scene;
  const sidecars = Object.entries(beside).map(([name, other]) => ({ name, image: other }));
  const statuses = sidecars.map((one) =>
    besideWaits === undefined
      ? { ...one, imageID: 'sha256:11', state: { running: {} } }
      : { ...one, imageID: '', state: { waiting: besideWaits } },
  );
  const controller = controllerOf(scene.owner);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: podName(scene),
      uid: `uid-${podName(scene)}`,
      creationTimestamp: '2026-03-05T11:48:00Z',
      ...(controller === null ? {} : { ownerReferences: [{ ...controller, controller: true }] }),
    },
    spec: {
      containers: [
        {
          name: 'app',
          image,
          ...(policy === undefined ? {} : { imagePullPolicy: policy }),
          ...(volume === undefined
            ? {}
            : {
                volumeMounts: [
                  { name: 'files', mountPath: '/files', ...(subPath === undefined ? {} : { subPath }) },
                ],
              }),
        },
        ...sidecars,
      ],
      ...(volume === undefined ? {} : { volumes: [{ name: 'files', image: { reference: volume } }] }),
      serviceAccountName: scene.account?.name ?? 'default',
      ...(list.length === 0 ? {} : { imagePullSecrets: list.map((name) => ({ name })) }),
      ...(scene.node === null ? {} : { nodeName: scene.nodeName ?? 'worker-3' }),
    },
    status: {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', image, imageID: '', ...statusOf(scene, image) }, ...statuses],
    },
  };
}

function neighbourObject([name, spec]: readonly [string, NeighbourSpec]): KubeObject {
  const { image = defaultImage, policy, node = 'worker-7', list = [], fails } = spec;
  const { startedAt = longAgo, phase = fails === undefined ? 'Running' : 'Pending' } = spec;
  const waiting = { reason: 'ErrImagePull', message: `Failed to pull image "${image}": ${fails}` };
  const state = fails === undefined ? { running: { startedAt } } : { waiting };
  const imageID = fails === undefined ? 'sha256:33' : '';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ namespace, name, uid: `uid-${name}`, creationTimestamp: longAgo },
      ...(spec.controller === undefined
        ? {}
        : { ownerReferences: [{ ...spec.controller, controller: true }] }),
    },
    spec: {
      containers: [{ name: 'app', image, ...(policy === undefined ? {} : { imagePullPolicy: policy }) }],
      ...(list.length === 0 ? {} : { imagePullSecrets: list.map((one) => ({ name: one })) }),
      ...(node === null ? {} : { nodeName: node }),
    },
    status: { phase, containerStatuses: [{ name: 'app', image, imageID, state }] },
  };
}

function statusOf(scene: Scene, image: string): object {
  const state = stateOf(scene);
  if (state === 'running') return { state: { running: {} }, imageID: 'sha256:22' };
  if (state === 'pending') return { state: { waiting: { reason: 'ContainerCreating' } } };
  if (state !== 'failing') return { state: { waiting: state } };
  return { state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } } };
}

const stateOf = ({ state, says }: Scene) => state ?? (says === undefined ? 'running' : 'failing');

function eventsOf(scene: Scene): readonly EventSpec[] {
  const { image = defaultImage, says } = scene;
  if (scene.events !== undefined) return scene.events;
  const pulling = { reason: 'Pulling', message: `Pulling image "${image}"`, last: '2026-03-05T11:57:59Z' };
  if (stateOf(scene) === 'pending') return [pulling];
  if (stateOf(scene) !== 'failing')
    return [pulling, { reason: 'Pulled', message: `Successfully pulled image "${image}" in 2s` }];
  const failed = { reason: 'Failed', message: `Failed to pull image "${image}": ${says}` };
  return [
    pulling,
    ...(typeof says === 'string' ? [failed] : []),
    { reason: 'Failed', message: 'Error: ErrImagePull' },
    { reason: 'BackOff', message: `Back-off pulling image "${image}"`, last: '2026-03-05T11:59:00Z' },
  ];
}

const above: Readonly<Record<string, string>> = { Deployment: 'ReplicaSet', CronJob: 'Job' };

function controllerOf(owner: OwnerKind | undefined) {
  if (owner === undefined) return null;
  const between = above[owner];
  return between === undefined ? { kind: owner, name: 'web' } : { kind: between, name: 'web-1' };
}

function owners(owner: OwnerKind | undefined): readonly KubeObject[] {
  const kind = owner === undefined ? undefined : above[owner];
  if (kind === undefined) return [];
  const ownerReferences = [{ kind: owner, name: 'web', controller: true }];
  return [{ kind, metadata: { namespace, name: 'web-1', ownerReferences } }];
}
