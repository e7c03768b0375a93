import { type Fields, fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

/**
 * One image to pull; `container` names the verify Pod's container, `source` is the container, as
 * written, that it stands for.
 */
export interface VerifyImage {
  readonly container: string;
  readonly image: string;
  readonly source: Fields;
}

/** The object that the verify Pod is deleted with. */
export interface VerifyOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Everything that decides how the verify Pod looks. */
export interface VerifyPlan {
  readonly namespace: string;
  readonly name: string;
  readonly images: readonly VerifyImage[];
  /** The spec of the Pod, or of the Pod template, that is verified. */
  readonly spec: Fields;
  /** Labels that a virtual node's scheduler goes by; of a real node none are taken over. */
  readonly labels: Readonly<Record<string, string>>;
  /** In place of the Pod's pull secrets; null keeps those. */
  readonly secrets: readonly string[] | null;
  /** The node to pull on; null leaves it to the scheduler. */
  readonly node: string | null;
  readonly windows: boolean;
  readonly owner: VerifyOwner | null;
  readonly timeoutSeconds: number;
  /**
   * What an admission refused: retried with the original's resources, or with a user that the
   * platform chooses.
   */
  readonly originalResources?: boolean;
  readonly platformUser?: boolean;
}

/**
 * A program that no image has: the runtime fails to start it only after the image was pulled and
 * unpacked.
 */
export const noSuchProgram = '/.kubectl-pullcheck/no-such-program';
export const namePrefix = 'pullcheck-verify-';
export const managedBy = { 'app.kubernetes.io/managed-by': 'kubectl-pullcheck' } as const;

/** Containers of one verify Pod, which pulls all of its images on one node. */
export const mostImages = 10;

/**
 * Seconds by which the kubelet's deadline comes after ours, so that the Pod ends even where this
 * process was killed.
 */
const deadlineSlack = 30;

/** Sidecar injectors read a label, an annotation or either. */
const noSidecar = { 'sidecar.istio.io/inject': 'false' } as const;

/**
 * The Pod that pulls the images once and runs nothing of them: on the node itself (past the
 * scheduler, as `kubectl debug node` does), with the identity and the pull secrets of the original.
 * The security context is that of the Pod security standard "restricted".
 */
export function verifyPod(plan: VerifyPlan): KubeObject {
  const { spec, node, owner, windows } = plan;
  const account = text(spec['serviceAccountName']) || text(spec['serviceAccount']);
  const secrets = plan.secrets?.map((name) => ({ name })) ?? list(spec['imagePullSecrets']);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: plan.name,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...managedBy, ...noSidecar },
      annotations: {
        ...noSidecar,
        'linkerd.io/inject': 'disabled',
        'kuma.io/sidecar-injection': 'disabled',
        'consul.hashicorp.com/connect-inject': 'false',
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
      },
      // no controller: nothing is to adopt or count the Pod
      ...(owner === null
        ? {}
        : { ownerReferences: [{ ...owner, controller: false, blockOwnerDeletion: false }] }),
    },
    spec: {
      ...(node === null ? placement(spec) : { nodeName: node }),
      tolerations: [{ operator: 'Exists' }],
      ...(account === '' ? {} : { serviceAccountName: account }),
      automountServiceAccountToken: false,
      ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets }),
      ...(text(spec['runtimeClassName']) === '' ? {} : { runtimeClassName: spec['runtimeClassName'] }),
      enableServiceLinks: false,
      restartPolicy: 'Never',
      activeDeadlineSeconds: plan.timeoutSeconds + deadlineSlack,
      terminationGracePeriodSeconds: 0,
      ...(windows ? { os: { name: 'windows' } } : {}),
      securityContext: windows ? { runAsNonRoot: true } : podSecurity(plan.platformUser === true),
      containers: plan.images.map(({ container, image, source }) => ({
        name: container,
        image,
        imagePullPolicy: 'Always',
        command: [noSuchProgram],
        resources: plan.originalResources
          ? withoutClaims(source['resources'])
          : { requests: { cpu: '1m', memory: '8Mi' } },
        ...(windows
          ? {}
          : { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }),
      })),
    },
  };
}

/** Where the scheduler chooses the node, it chooses as for the original. */
function placement(spec: Fields): Fields {
  const keys = ['schedulerName', 'nodeSelector', 'affinity'];
  return Object.fromEntries(keys.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]]])));
}

/**
 * OpenShift's security context constraints refuse a user outside of the namespace's range, and
 * choose one where none is named.
 */
const podSecurity = (platformUser: boolean) => ({
  runAsNonRoot: true,
  ...(platformUser ? {} : { runAsUser: 65534 }),
  seccompProfile: { type: 'RuntimeDefault' },
});

/** Claims name entries of the Pod's `resourceClaims`, which the verify Pod has not. */
function withoutClaims(value: unknown): Fields {
  const { claims: _, ...resources } = fields(value);
  return resources;
}

/**
 * What to change after an admission refused the Pod; null where nothing of ours is at fault. A
 * LimitRange or a ResourceQuota wants other resources (plugin/pkg/admission/limitranger,
 * resourcequota: the original had what they want), OpenShift another user.
 */
export function afterRefusal(plan: VerifyPlan, message: string): VerifyPlan | null {
  const resources =
    /\b(?:minimum|maximum) [\w./-]+ usage per (?:Container|Pod)\b|\blimit to request ratio\b|failed quota: .{0,300}must specify/i;
  if (resources.test(message) && !plan.originalResources) return { ...plan, originalResources: true };
  if (/security context constraint/i.test(message) && !plan.platformUser)
    return { ...plan, platformUser: true };
  return null;
}

/**
 * A Pod that a killed run left behind and that is over: ours by name, label and command, and past
 * its deadline.
 */
export function isLeftover(pod: KubeObject, now: number): boolean {
  const spec = fields(pod['spec']);
  const deadline = spec['activeDeadlineSeconds'];
  const over = Date.parse(pod.metadata.creationTimestamp ?? '') + Number(deadline) * 1000;
  const [label, value] = Object.entries(managedBy)[0] ?? [];
  return (
    pod.metadata.name.startsWith(namePrefix) &&
    label !== undefined &&
    fields(pod.metadata['labels'])[label] === value &&
    list(spec['containers']).some((one) => list(fields(one)['command'])[0] === noSuchProgram) &&
    over < now
  );
}
