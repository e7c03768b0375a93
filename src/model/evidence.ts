import type { ObjectRef, Observed } from './observed.ts';
import type { Sealed } from './sealed.ts';

/** A Secret as read. `data` (key to base64, as the API gives it) is sealed from the moment it is read. Times are RFC 3339. */
export interface SecretObject {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  readonly data: Sealed<Readonly<Record<string, string>>>;
  readonly createdAt: string | null;
  /** When `data` was last written, by managedFields; null where they do not tell. */
  readonly changedAt: string | null;
}

/** One name in a list of pull secrets, in the order of the list, and what came of reading it in the Pod's namespace. */
export interface SecretReference {
  readonly name: string;
  readonly secret: Observed<SecretObject>;
}

export interface ServiceAccountObject {
  readonly namespace: string;
  readonly name: string;
  readonly imagePullSecrets: readonly string[];
  readonly createdAt: string | null;
  /** When `imagePullSecrets` was last written, by managedFields; null where they do not tell. */
  readonly changedAt: string | null;
}

export interface NodeObject {
  readonly name: string;
  readonly os: string;
  readonly architecture: string;
  readonly kubeletVersion: string;
  readonly containerRuntime: string;
  readonly providerID: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type ImageKind = 'container' | 'init' | 'ephemeral' | 'volume';
export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string | null }
  | { readonly kind: 'running' | 'terminated' }
  | { readonly kind: 'none' };

/** One image that a Pod pulls. For an image volume `container` is the volume's name and `mountedBy` names the containers that mount it. */
export interface PodImage {
  readonly container: string;
  readonly kind: ImageKind;
  readonly image: string;
  readonly pullPolicy: PullPolicy;
  readonly state: ContainerState;
  /** The runtime reported an image id or a start: this image was on the node once. */
  readonly started: boolean;
  readonly mountedBy: readonly string[];
}

/** An event about the Pod. `container` comes from its field path (`spec.containers{name}`). Times are RFC 3339. */
export interface PodEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly container: string | null;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

export interface PodObject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string | null;
  readonly phase: string;
  /** Null while the Pod is not scheduled. */
  readonly node: string | null;
  readonly serviceAccount: string;
  readonly imagePullSecrets: readonly string[];
  readonly images: readonly PodImage[];
  /** The controller that made the Pod; null for a bare Pod. */
  readonly controller: ObjectRef | null;
}

/** Everything read about one Pod. */
export interface PodEvidence {
  readonly pod: PodObject;
  readonly events: Observed<readonly PodEvent[]>;
  /** The Pod's own list, in order. */
  readonly secrets: readonly SecretReference[];
  readonly serviceAccount: Observed<ServiceAccountObject>;
  /** The ServiceAccount's list, in order, as far as it was read. */
  readonly serviceAccountSecrets: readonly SecretReference[];
  /** Absent secrets of the Pod's list: the secrets of that name in other namespaces. */
  readonly elsewhere: Readonly<Record<string, Observed<readonly SecretObject[]>>>;
  readonly node: Observed<NodeObject>;
  /** The topmost owner (a Deployment rather than its ReplicaSet); the direct one where the chain could not be followed. */
  readonly owner: ObjectRef | null;
  /** When this was read; for a recording, its newest time stamp. RFC 3339. */
  readonly observedAt: string;
  readonly source: 'cluster' | 'file';
}

/** One image of one Pod, with everything read for it. */
export interface PullEvidence {
  readonly pod: PodEvidence;
  readonly image: PodImage;
}
