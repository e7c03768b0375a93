import type { KubeObject } from '../../src/objects/object-reader.ts';

/** What a Secret holds. `data` maps keys to plain text; `writtenAt` goes to managedFields. */
export interface SecretSpec {
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
  readonly createdAt?: string;
  readonly writtenAt?: string | null;
  readonly immutable?: boolean;
  /** The controller that writes it. */
  readonly maker?: { readonly kind: string; readonly name: string };
}

export type Login = Readonly<Record<string, unknown>>;

export const longAgo = '2026-03-01T09:00:00Z';

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** An auth entry as `kubectl create secret docker-registry` writes it. */
export const login = (username: string, password: string): Login => ({
  username,
  password,
  auth: base64(`${username}:${password}`),
});

/**
 * A pull secret of today's type with these entries by location. `beside` stands next to `auths`.
 */
export const pullSecret = (auths: Readonly<Record<string, Login>>, beside: object = {}): SecretSpec => ({
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': JSON.stringify({ auths, ...beside }) },
});

/** A Secret as the API server gives it. */
export function secretObject(namespace: string, name: string, spec: SecretSpec): KubeObject {
  const { type, data, createdAt = longAgo, writtenAt = createdAt, immutable, maker } = spec;
  const owned = maker === undefined ? {} : { ownerReferences: [{ ...maker, controller: true }] };
  const managed = writtenAt === null ? [] : [managedField('data', writtenAt)];
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      namespace,
      name,
      uid: `uid-${name}`,
      creationTimestamp: createdAt,
      managedFields: managed,
      ...owned,
    },
    ...(immutable === undefined ? {} : { immutable }),
    type,
    data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, base64(text)])),
  };
}

export interface AccountSpec {
  readonly name?: string;
  readonly list: readonly string[];
  readonly writtenAt?: string;
}

/** A ServiceAccount as the API server gives it. */
export const accountObject = (
  namespace: string,
  { name = 'default', list, writtenAt = longAgo }: AccountSpec,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    namespace,
    name,
    creationTimestamp: longAgo,
    managedFields: list.length === 0 ? [] : [managedField('imagePullSecrets', writtenAt)],
  },
  ...(list.length === 0 ? {} : { imagePullSecrets: list.map((one) => ({ name: one })) }),
});

const managedField = (field: string, time: string) => ({
  manager: 'kubectl',
  operation: 'Update',
  apiVersion: 'v1',
  time,
  fieldsType: 'FieldsV1',
  fieldsV1: { [`f:${field}`]: {} },
});

/** What a Node tells beyond its platform. */
export interface MachineSpec {
  readonly providerID?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly kubeletVersion?: string;
  /** `containerd://2.4.2`. */
  readonly containerRuntime?: string;
}

export const nodeObject = (
  name: string,
  os = 'linux',
  architecture = 'amd64',
  { providerID, labels = {}, kubeletVersion = 'v1.33.2', containerRuntime = '' }: MachineSpec = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/os': os, 'kubernetes.io/arch': architecture, ...labels } },
  spec: providerID === undefined ? {} : { providerID },
  status: {
    nodeInfo: {
      operatingSystem: os,
      architecture,
      kubeletVersion,
      containerRuntimeVersion: containerRuntime,
    },
  },
});

/** An event in short. `container` null is an event about the whole Pod. */
export interface EventSpec {
  readonly reason: string;
  readonly message: string;
  readonly container?: string | null;
  readonly first?: string;
  readonly last?: string;
}

/** An event about a Pod as the API server gives it. */
export function eventObject(namespace: string, pod: string, index: number, spec: EventSpec): KubeObject {
  const { reason, message, container = 'app', first = '2026-03-05T11:48:05Z' } = spec;
  const fieldPath = container === null ? {} : { fieldPath: `spec.containers{${container}}` };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${pod}.${index}`, creationTimestamp: first },
    involvedObject: { kind: 'Pod', namespace, name: pod, uid: `uid-${pod}`, ...fieldPath },
    type: reason === 'Failed' || reason === 'BackOff' ? 'Warning' : 'Normal',
    reason,
    message,
    count: 5,
    firstTimestamp: first,
    lastTimestamp: spec.last ?? '2026-03-05T11:58:00Z',
  };
}
