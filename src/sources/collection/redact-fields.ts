import type { Redact } from '../../text/redact/spans.ts';

/**
 * Which fields of an object stay: `true` keeps a value whole, a map keeps these fields of it, or of
 * each element of an array.
 */
export type Kept = true | { readonly [field: string]: Kept };

const of = (...names: readonly string[]): Kept => Object.fromEntries(names.map((name) => [name, true]));

const container: Kept = {
  ...(of('name', 'image', 'imagePullPolicy', 'restartPolicy') as object),
  volumeMounts: of('name'),
};

// commands, arguments, environment, probes and most volumes may hold secrets
const podSpec: Kept = {
  ...(of('nodeName', 'nodeSelector', 'serviceAccountName', 'serviceAccount', 'restartPolicy') as object),
  imagePullSecrets: of('name'),
  initContainers: container,
  containers: container,
  ephemeralContainers: container,
  volumes: of('name', 'image'),
};

const state: Kept = {
  waiting: of('reason', 'message'),
  running: of('startedAt'),
  // a terminated container's message is its own output
  terminated: of('exitCode', 'signal', 'reason', 'startedAt', 'finishedAt'),
};

const containerStatus: Kept = {
  ...(of('name', 'image', 'imageID', 'restartCount', 'ready', 'started') as object),
  state,
  lastState: state,
};

const conditions = of('type', 'status', 'reason', 'lastTransitionTime', 'lastProbeTime', 'lastHeartbeatTime');
const template: Kept = { metadata: of('labels'), spec: podSpec };

const workload: Kept = {
  spec: {
    ...(of('replicas', 'paused', 'suspend', 'selector', 'schedule', 'parallelism', 'completions') as object),
    template,
    updateStrategy: { type: true, rollingUpdate: of('partition') },
    jobTemplate: { spec: { template } },
  },
  status: {
    ...(of('replicas', 'readyReplicas', 'updatedReplicas', 'currentRevision', 'updateRevision') as object),
    conditions,
  },
};

/** What stays of each kind beside its metadata; of kinds that are not named here nothing does. */
export const keptFields: ReadonlyMap<string, Kept> = new Map(
  Object.entries<Kept>({
    Pod: {
      spec: podSpec,
      status: {
        ...(of('phase', 'reason', 'startTime') as object),
        conditions,
        initContainerStatuses: containerStatus,
        containerStatuses: containerStatus,
        ephemeralContainerStatuses: containerStatus,
      },
    },
    Event: of(
      ...['type', 'reason', 'message', 'note', 'action', 'involvedObject', 'regarding', 'series', 'source'],
      ...[
        'eventTime',
        'firstTimestamp',
        'lastTimestamp',
        'deprecatedFirstTimestamp',
        'deprecatedLastTimestamp',
      ],
      ...['count', 'deprecatedCount', 'reportingComponent', 'reportingController'],
    ),
    ServiceAccount: { imagePullSecrets: of('name') },
    Node: {
      spec: of('providerID', 'unschedulable', 'taints'),
      status: {
        nodeInfo: of(
          ...['operatingSystem', 'architecture', 'kubeletVersion', 'containerRuntimeVersion'],
          ...['osImage', 'kernelVersion'],
        ),
        conditions,
      },
    },
    Namespace: { status: of('phase') },
    Deployment: workload,
    ReplicaSet: workload,
    StatefulSet: workload,
    DaemonSet: workload,
    Job: workload,
    CronJob: workload,
  }),
);

/**
 * The value with the kept fields alone. `redact` takes credentials out of texts: the words of
 * registries may hold a signed URL.
 */
export function keep(value: unknown, kept: Kept, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (kept === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => keep(element, kept, redact));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const below = Object.hasOwn(kept, name) ? kept[name] : undefined;
      return below === undefined ? [] : [[name, keep(inner, below, redact)]];
    }),
  );
}
