import type { NodeConfig } from './node-config.ts';
import type { ObjectRef, Observed } from './observed.ts';
import type { ProbeResults } from './probe.ts';
import type { PullErrorLabel } from './pull-error.ts';
import type { SecretReading } from './pull-secret.ts';
import type { Sealed } from './sealed.ts';

/**
 * A Secret as read. `data` (key to base64, as the API gives it) is sealed from the moment it is
 * read. Times are RFC 3339.
 */
export interface SecretObject {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  readonly data: Sealed<Readonly<Record<string, string>>>;
  readonly createdAt: string | null;
  /** When `data` was last written, by managedFields; null where they do not tell. */
  readonly changedAt: string | null;
  /** Its data cannot be changed in place. */
  readonly immutable?: true;
  /**
   * The object that writes it (an ExternalSecret, a SealedSecret), and that a change in place would
   * be lost to.
   */
  readonly maker?: ObjectRef;
  /**
   * What `data` said before a collection replaced it by stand-ins, or why a file does not hold it.
   * Never set by an API server.
   */
  readonly reading?: SecretReading;
}

/**
 * One name in a list of pull secrets, in the order of the list, and what came of reading it in the
 * Pod's namespace.
 */
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

/**
 * Where a text stands in a manifest. `path` is the file, `-` for standard input; `line` and
 * `column` count from 1, in UTF-16 code units.
 */
export interface SourceLocation {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The Helm template that the document says it was rendered from (`# Source:`); null for none. */
  readonly template: string | null;
}

/**
 * One image that a Pod pulls. For an image volume `container` is the volume's name and `mountedBy`
 * names the containers that mount it.
 */
export interface PodImage {
  readonly container: string;
  readonly kind: ImageKind;
  readonly image: string;
  readonly pullPolicy: PullPolicy;
  readonly state: ContainerState;
  /** The runtime reported an image id or a start: this image was on the node once. */
  readonly started: boolean;
  readonly mountedBy: readonly string[];
  /** The image volumes that a container mounts; empty for a volume. */
  readonly imageVolumes: readonly ImageVolumeMount[];
  /** Of a manifest: where the image stands in it. */
  readonly location?: SourceLocation;
}

/**
 * An image volume as one container mounts it. `subPath` is the part of it that is mounted; null for
 * all.
 */
export interface ImageVolumeMount {
  readonly name: string;
  readonly image: string;
  readonly subPath: string | null;
}

/**
 * An event about the Pod. `container` comes from its field path (`spec.containers{name}`). Times
 * are RFC 3339.
 */
export interface PodEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly container: string | null;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/**
 * Stands for the name and the namespace of a Pod that a pasted message does not tell: Kubernetes
 * stores no such name.
 */
export const notNamed = '(not named)';

/**
 * Pull secrets in a manifest at `path` (`spec.imagePullSecrets`), and the path where they belong.
 * `form`: the place is right, the form is not.
 */
export interface MisplacedPullSecrets {
  readonly path: string;
  readonly right: string;
  readonly names: readonly string[];
  readonly form: boolean;
}

export interface PodObject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string | null;
  readonly phase: string;
  /** Null while the Pod is not scheduled. */
  readonly node: string | null;
  /**
   * The condition PodReadyToStartContainers: the sandbox is there, and containers may be pulled.
   * Null where the kubelet does not tell.
   */
  readonly hasSandbox: boolean | null;
  /**
   * Why it is on no node, by its condition PodScheduled (`Unschedulable`); only where that says so.
   */
  readonly unscheduled?: string;
  readonly serviceAccount: string;
  readonly imagePullSecrets: readonly string[];
  readonly images: readonly PodImage[];
  /** Of a manifest: pull secrets that stand where the API server does not read them. */
  readonly misplaced?: readonly MisplacedPullSecrets[];
  /**
   * It was put together from this (`events`, `kubectl describe`): its pull secrets, among others,
   * are not known.
   */
  readonly partialFrom?: string;
  /** The controller that made the Pod; null for a bare Pod. */
  readonly controller: ObjectRef | null;
}

/**
 * One image of another Pod. `registry` and `repository` (`registry/repository`) are null where the
 * text cannot be parsed.
 */
export interface NeighbourImage {
  readonly image: string;
  readonly registry: string | null;
  readonly repository: string | null;
  readonly pullPolicy: PullPolicy;
  /**
   * By the Pod's status alone: `runs` is on its node, `waits` was not tried yet or is being pulled.
   */
  readonly state: 'runs' | 'fails' | 'waits';
  /** When its container was started; null unless it runs. RFC 3339. */
  readonly startedAt: string | null;
  /** What the status tells of a failed pull; null unless it fails. */
  readonly error: PullErrorLabel | null;
}

/** Another Pod of the namespace, in short. */
export interface NeighbourPod {
  readonly name: string;
  /** Null while it is not scheduled. */
  readonly node: string | null;
  readonly imagePullSecrets: readonly string[];
  readonly images: readonly NeighbourImage[];
  /** The controller that made it; null for a bare Pod. */
  readonly controller: ObjectRef | null;
}

/**
 * The other Pods of the namespace that have not ended. `complete` is false where only the first of
 * them were read.
 */
export interface Neighbours {
  readonly pods: readonly NeighbourPod[];
  readonly complete: boolean;
}

/** A node that takes Pods, and its platform. */
export type NodePlatform = Pick<NodeObject, 'name' | 'os' | 'architecture'>;

/**
 * The API server refused to make a workload's Pods: what its controller, `by`, was told. `at` is
 * RFC 3339.
 */
export interface PodsRefused {
  readonly by: ObjectRef;
  readonly message: string;
  readonly at: string | null;
}

/**
 * The part of a workload's Pod template, as it is now, that a pull hangs on. `images` is by
 * container.
 */
export interface TemplateNow {
  readonly owner: ObjectRef;
  readonly images: Readonly<Record<string, string>>;
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccount: string;
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
  /** Only where it was asked for, of a Pod on a node with an image that is not pulled. */
  readonly nodeConfig?: NodeConfig;
  /** Null where no image of the Pod fails: nobody asked. */
  readonly neighbours: Observed<Neighbours> | null;
  /**
   * Secrets that only neighbours with an image of the same registry list, as far as they were read.
   */
  readonly neighbourSecrets: readonly SecretReference[];
  /** The nodes that take Pods; null unless an image lacks the platform of its node. */
  readonly nodes: Observed<readonly NodePlatform[]> | null;
  /**
   * The topmost owner (a Deployment rather than its ReplicaSet); the direct one where the chain
   * could not be followed.
   */
  readonly owner: ObjectRef | null;
  /**
   * What came of asking for the owner of `owner`, where that gave nothing: there may be one above
   * it.
   */
  readonly aboveOwner?: Observed<never>;
  /**
   * What the Pod's StatefulSet would make it with now; only of a Pod whose pull fails and that is
   * older.
   */
  readonly templateNow?: TemplateNow;
  /** What the registries answered, where they were asked. */
  readonly probes?: ProbeResults;
  /** Of a Pod template whose Pods the API server refuses to make. */
  readonly refused?: PodsRefused;
  /** When this was read; for a recording, its newest time stamp. RFC 3339. */
  readonly observedAt: string;
  readonly source: 'cluster' | 'file';
}
